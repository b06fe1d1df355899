"""Lots of documents as they come by MSSanté: an IHE XDM archive, its metadata, its documents."""
