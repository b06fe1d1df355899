"""HTML as text: blocks, lists, tables, addresses. Nothing in it is run, nothing is ever fetched."""
