"""From a form to a receipt: what is filled in stays until it is sent; errors are shown here, once."""

from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from textual.app import App
from textual.screen import Screen

from dmptui.core.errors import DmpError
from dmptui.screens.parts.failed import Failed
from dmptui.widgets.dialog import Dialog

Draft = TypeVar("Draft")
T = TypeVar("T")

Submit = Callable[..., Awaitable[bool]]
"""Called by a form that is complete, with what it holds; whether that was sent."""


class Filling(Generic[Draft]):
    """The forms of one kind, in one record.

    Args:
        app: shows the screens; must be called from one of its workers.
        wrote: called when something is sent, before that is shown.
    """

    def __init__(self, app: App[Any], wrote: Callable[[], None]) -> None:
        self._app = app
        self._wrote = wrote
        self._drafts: dict[str, Draft] = {}

    async def fill_in(
        self,
        form: Callable[[Draft, Submit, Callable[[Draft], None]], Screen[None]],
        begun: Draft,
        deliver: Callable[..., Awaitable[str]],
        key: str = "",
    ) -> str:
        """Show a form until what it holds is sent, or it is left.

        Args:
            form: made with what it begins with, what sends it, and what keeps it when it is left.
            begun: what it begins with, unless something was kept.
            deliver: sends what a complete form holds; see ``deliver``.
            key: of what is kept, among the forms of this kind.

        Returns:
            The id of what was sent, or nothing.
        """
        sent = ""

        async def submit(*filled: object) -> bool:
            nonlocal sent
            sent = await self.attempt(deliver(*filled)) or ""
            return bool(sent)

        def keep(draft: Draft) -> None:
            self._drafts[key] = draft

        await self._app.push_screen_wait(form(self._drafts.get(key, begun), submit, keep))
        if sent:
            self._drafts.pop(key, None)
        return sent

    async def deliver(
        self, recap: Dialog | None, send: Callable[[], Awaitable[str]], receipt: Callable[[str], Dialog]
    ) -> str:
        """Have the recap confirmed, send, show the receipt.

        Args:
            recap: None when a rule refuses: the refusal comes before it.
            send: gives the id of what was sent.
            receipt: made with that id.

        Returns:
            The id; nothing when it was not confirmed.
        """
        if recap is not None and await self._app.push_screen_wait(recap) is None:
            return ""
        sent = await send()
        self._wrote()
        await self._app.push_screen_wait(receipt(sent))
        return sent

    async def attempt(self, tried: Awaitable[T]) -> T | None:
        """What was tried; None when it failed, which is shown. A refusal is tried so that it is traced."""
        try:
            return await tried
        except DmpError as error:
            self._app.post_message(Failed(error))
            return None
