"""The program: which screen, the one session, and the errors nobody else shows."""

import asyncio
import gc
import os
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual import events, on, work
from textual.app import App
from textual.await_remove import AwaitRemove
from textual.dom import DOMNode
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widget import Widget

from dmptui.actions import GLOBAL, bindings
from dmptui.core.demo.identities import identities
from dmptui.core.errors import DmpError, NotFound, RecordClosed, SessionExpired
from dmptui.core.machine.settings import Settings
from dmptui.core.model.days import now, use_zone
from dmptui.core.text import _, use_language
from dmptui.crash import report
from dmptui.screens.login.page import LoginScreen, identity_of
from dmptui.theme import install, next_theme
from dmptui.widgets.hung_up import hung_up
from dmptui.widgets.painted import Painted
from dmptui.widgets.safe_lines import line_filters

if TYPE_CHECKING:
    from dmptui.core.connecting.connect import Connection
    from dmptui.core.work.session import Session
    from dmptui.flows.context import RecordContext
    from dmptui.flows.own_space import OwnSpace
    from dmptui.flows.switching import Switching
    from dmptui.screens.parts.failed import Failed
    from dmptui.screens.parts.record_request import RecordRequest
    from dmptui.widgets.chrome import TextLine
    from dmptui.widgets.dialog import Answer


_LOOK = 2.0
"""Seconds between two looks at whether the terminal is still there."""
_FLOOR = 2
"""Screens that are never left: Textual's own, and Connexion."""


class DmpApp(App[None]):
    """The web DMP at the keyboard.

    Args:
        settings: what was chosen.
        environ: the environment as the program found it; decides colours and glyphs.
        clock: gives the time, aware.
        context: the one record to show, and for whom; None to begin with Connexion.

    Attributes:
        failure: what kept the record of the context from being opened.
    """

    TITLE = "dmptui"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = bindings(GLOBAL)

    def __init__(
        self,
        settings: Settings,
        environ: Mapping[str, str] = os.environ,
        clock: Callable[[], datetime] = now,
        context: "RecordContext | None" = None,
    ) -> None:
        super().__init__()
        self.failure: DmpError | None = None
        self.animation_level = "none"
        self._settings = settings
        self._clock = clock
        self._contextual = context
        self._safe_filters = line_filters(environ)
        self._painted = Painted()
        self._connection: Connection | None = None
        self._connected = asyncio.Event()
        self._session: Session | None = None
        self._switching: Switching | None = None
        self._own_space: OwnSpace | None = None
        self._telling: set[str] = set()
        install(self, environ)
        if settings.theme in self.available_themes:
            self.theme = settings.theme

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Nothing reaches the terminal but through these."""
        return self._safe_filters

    # The terminal

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Send what changes; there is no public way in Textual 8."""
        if not self._batch_count:
            renderable = self._painted.changes(renderable)
        super()._display(screen, renderable)

    def on_resize(self) -> None:
        """A terminal of another size may have moved what it shows."""
        self._painted.forget()

    @on(Driver.SignalResume)
    def _paint_again(self) -> None:
        """Another program had the terminal meanwhile."""
        self._painted.forget()
        self.refresh()

    # Beginning and end

    def on_mount(self) -> None:
        """Show Connexion at once; everything heavy comes after the first paint."""
        self.set_interval(_LOOK, self._leave_when_alone)
        if self._contextual is not None:
            self._open_in_context(self._contextual)
            return
        known = () if self._settings.server else identities()
        login = LoginScreen(known, self._place)
        self.push_screen(login)
        self.call_after_refresh(self._connect, login)

    def _leave_when_alone(self) -> None:
        """The terminal is gone: no record is left open for nobody, nor a processor busy with its silence."""
        if isinstance(self._driver, LinuxDriver) and hung_up(self._driver.fileno):
            self.exit()

    async def on_unmount(self) -> None:
        """Give back what is open."""
        if self._connection is not None:
            await self._connection.close()

    @property
    def _place(self) -> str:
        return self._settings.server or _("DMP de démonstration")

    @work(exclusive=True, group="connection")
    async def _connect(self, login: LoginScreen) -> None:
        try:
            connection = await self._reach()
            if self._settings.server:
                people = await connection.client.identities()
                login.show_identities([identity_of(person) for person in people])
        except DmpError as error:
            self.exit(return_code=3, message=error.message)
            return
        self._connected.set()
        self.run_worker(asyncio.to_thread(_import_what_follows), group="imports")
        if connection.others_present:
            login.show_status(_("Un autre dmptui utilise ces données : vos actions s'y verront aussi."))

    async def _reach(self) -> "Connection":
        open_connection = await asyncio.to_thread(_import_open_connection)
        self._connection = await open_connection(self._settings, self._clock)
        return self._connection

    @work(exclusive=True, group="connection")
    async def _open_in_context(self, context: "RecordContext") -> None:
        """Open the one record that was asked for; the program ends when it is left."""
        from dmptui.flows.context import sign_in
        from dmptui.flows.switching import Switching
        from dmptui.screens.opening.context import ContextScreen

        front = ContextScreen(self._place)
        await self.push_screen(front, lambda _nothing: self._end())
        try:
            self._session = session = await sign_in(context, await self._reach(), self._settings)
            self._switching = Switching(self, session, front, self._tell)
            ending = await self._switching.enter(context.ins, context.page)
        except DmpError as error:
            self.failure = error
            self.exit(return_code=1)
            return
        with suppress(DmpError):  # the server forgets a token by itself, at the end of its life
            await session.log_out()
        self.exit(return_code=ending)

    # Login

    @work(exclusive=True, group="login")
    async def on_login_screen_chosen(self, message: LoginScreen.Chosen) -> None:
        """Open a session, and show the patients until the professional leaves."""
        from dmptui.core.connecting.sign_in import log_in
        from dmptui.core.machine.matrix_file import matrix_in_force
        from dmptui.flows.switching import Switching
        from dmptui.screens.patients.page import PatientsScreen

        message.login.wait(_("Le DMP se prépare…"))
        await self._connected.wait()
        assert self._connection is not None, "connected"
        client = self._connection.client
        try:
            people = {person.id: person for person in await client.identities()}
            if message.practitioner_id not in people:
                raise NotFound(_("Le serveur ne connaît plus ce professionnel. Choisissez-en un autre."))
            person = people[message.practitioner_id]
            matrix = matrix_in_force(self._settings.data_dir)
            session = await log_in(client, person, message.situation, self._connection.clock, matrix)
            self._session = session
        except DmpError as error:
            await self._tell(error)
            return
        finally:
            message.login.wait("")
        patients = PatientsScreen(session, self._place)
        self._switching = Switching(self, session, patients, self._tell)
        await self.push_screen_wait(patients)
        self._session = self._switching = None
        with suppress(DmpError):  # the server forgets a token by itself, at the end of its life
            await session.log_out()

    @work(exclusive=True, group="login")
    async def on_login_screen_own_space_request(self, message: LoginScreen.OwnSpaceRequest) -> None:
        """Show Mon espace santé of somebody of the demonstration, until it is left."""
        from dmptui.flows.own_space import OwnSpace

        message.login.wait(_("Le DMP se prépare…"))
        await self._connected.wait()
        message.login.wait("")
        assert self._connection is not None, "connected"
        if self._connection.movable is None:
            message.login.show_status(_("Seulement sur les données de démonstration de ce poste."))
            return
        self._own_space = OwnSpace(self, self._connection)
        try:
            await self._own_space.run()
        except DmpError as error:
            await self._tell(error)
        finally:
            self._own_space = None

    def on_record_request(self, message: "RecordRequest") -> None:
        """Open a record, in the place of the one that is open if there is one."""
        if self._switching is not None:
            self._switching.want(message.ins, secret=message.secret)

    # Errors

    @work(group="telling")
    async def on_failed(self, message: "Failed") -> None:
        """Show an error that a page met; when the session has ended, it was shown already."""
        if self._own_space is not None and isinstance(message.error, SessionExpired):
            await self._own_space.renew()
        elif self._session is not None or self._own_space is not None:
            await self._tell(message.error)

    async def _tell(self, error: DmpError) -> None:
        """Show an error once, in the one dialog.

        An ended session leads back to Connexion, an access that was withdrawn to Mes patients.
        """
        from dmptui.screens.parts.failed import error_dialog

        if error.message in self._telling:  # several requests met the same trouble
            return
        self._telling.add(error.message)
        await self.push_screen_wait(error_dialog(error))
        self._telling.discard(error.message)
        if isinstance(error, RecordClosed) and self._switching is not None:
            await self._switching.leave()
        if isinstance(error, SessionExpired):
            self._session = None
            while len(self.screen_stack) > _FLOOR:
                await self.screen.dismiss(None)

    # Keys that work everywhere

    async def action_back(self) -> None:
        """One step back, as the screen understands it."""
        back = getattr(self.screen, "action_back", None)
        if back is not None:
            back()

    def on_key(self, event: events.Key) -> None:
        """What was typed before a line to type in had the keyboard is typed there (an INS from a reader)."""
        type_in = getattr(self.focused, "insert_text_at_cursor", None)
        if type_in is not None and event.is_printable and event.character:
            event.prevent_default()
            type_in(event.character)

    def action_help(self) -> None:
        """The keys of this page."""
        from dmptui.widgets.help_screen import HelpScreen

        places = getattr(self.screen, "places", None)
        if places:
            self.push_screen(HelpScreen(*places, banner=self._banner()))

    def action_resources(self) -> None:
        """What a training gives."""
        from dmptui.screens.resources.page import ResourcesScreen

        if getattr(self.screen, "places", None) and not isinstance(self.screen, ResourcesScreen):
            self.push_screen(ResourcesScreen(self._banner()))

    def _banner(self) -> "TextLine | None":
        from dmptui.screens.parts.identity_line import IdentityLine

        if self._own_space is not None:
            return self._own_space.banner()
        record = self._session.record if self._session else None
        return IdentityLine(record) if record else None

    def action_palette(self) -> None:
        """Every action of this page, by name."""
        from dmptui.widgets.palette import command_palette

        places = getattr(self.screen, "places", None)
        if places:
            parts = {"list", "reader"}  # moving in them has no need of a name
            first, others = self._switching.offered() if self._switching else ([], [])
            refused = getattr(self.screen, "impossible", ())
            refused = refused if first else (*refused, "previous_record")
            named = [place for place in places if place not in parts]
            picker = command_palette(*named, refused=refused, first=first, others=others)
            self.push_screen(picker, self._run_picked)

    def _run_picked(self, picked: tuple[object, ...] | None) -> None:
        if picked and not (self._switching and self._switching.follow(picked[0])):
            self.call_later(self._run_where_it_belongs, str(picked[0]))

    async def _run_where_it_belongs(self, action: str) -> None:
        """Run an action on the first that has it, from the focus up to the program."""
        focused = self.screen.focused
        chain = [*(focused.ancestors_with_self if focused else ()), self.screen, self]
        method = f"action_{action.partition('(')[0]}"
        owner = next((node for node in chain if hasattr(node, method)), self)
        await self.run_action(action, default_namespace=owner)

    async def action_quit(self) -> None:
        """Leave; ask first while a session is open."""
        if self._session is None and self._own_space is None:
            self._end()
        else:
            self._ask_to_quit()

    @work(exclusive=True, group="quit")
    async def _ask_to_quit(self) -> None:
        from dmptui.widgets.dialog import Deed, Dialog

        title = _("Quitter dmptui")
        sentence = _("La session se ferme, et le dossier ouvert avec elle. Rien n'est gardé sur ce poste.")
        answer: Answer | None = await self.push_screen_wait(
            Dialog(title, paragraphs=[sentence], deeds=[Deed("enter", _("Quitter"))])
        )
        if answer is not None:
            self._end()

    def _end(self) -> None:
        """Leave the program; software that asked for a record learns whether it was opened."""
        from dmptui.flows.switching import Ending

        opened = self._session is not None and self._session.record is not None
        self.exit(return_code=Ending.GIVEN_UP if self._contextual and not opened else Ending.LEFT)

    def action_change_theme(self) -> None:
        """The next theme; also what repairs a screen that something else wrote on."""
        self._painted.forget()
        self.theme = next_theme(self.theme)

    def action_toggle_mouse(self) -> None:
        """Take the mouse, or leave it to the terminal."""
        driver = self._driver
        if isinstance(driver, LinuxDriver):  # there is no public way in Textual 8
            driver._disable_mouse_support()
            driver._mouse = not driver._mouse
            driver._enable_mouse_support()
            driver.flush()

    def _prune(self, *nodes: Widget, parent: DOMNode | None = None) -> AwaitRemove:
        """What is being read for a page that goes has nowhere to be shown: it stops before its widgets go.

        Textual stops it after them, so that an answer which came in between would look for a list in vain.
        """
        gone = {each for node in nodes for each in node.walk_children(with_self=True)}
        current = asyncio.current_task()
        for worker in list(self.workers):
            if worker.node in gone and worker._task is not current:  # what closes its own page goes on
                worker.cancel()
        return super()._prune(*nodes, parent=parent)

    # What nobody expected

    def _fatal_error(self) -> None:
        """Tell where it broke, without the values: Textual's own report would print patients' data."""
        self.bell()
        self._exit_renderables.append(Text(report(sys.exception())))
        self._close_messages_no_wait()


def _import_what_follows() -> None:
    """What the next screens need, while somebody is still choosing who works here: the first ones first."""
    from pkgutil import walk_packages

    for name in ("patients", "summary", "documents", "reader"):
        import_module(f"dmptui.screens.{name}.page")
    for name in ("cda.entries", "cda.reader", "layout"):
        import_module(f"dmptui.core.documents.{name}")
    for package in ("flows", "screens", "widgets"):
        found = import_module(f"dmptui.{package}")
        for module in walk_packages(found.__path__, f"{found.__name__}."):
            import_module(module.name)
    gc.freeze()  # all this stays: the collector need not look at it again, in the middle of a key


def _import_open_connection() -> "Callable[[Settings, Callable[[], datetime]], Awaitable[Connection]]":
    from dmptui.core.connecting.connect import connect

    return connect


def run(settings: Settings, context: "RecordContext | None" = None) -> int:
    """Run the program until it is left; the exit code.

    Args:
        settings: what was chosen.
        context: the one record to show, and for whom; None to begin with Connexion.

    Raises:
        DmpError: the record of the context could not be opened.
    """
    use_language(settings.language)
    use_zone(settings.zone)
    app = DmpApp(settings, context=context)
    app.run(mouse=settings.mouse)
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
