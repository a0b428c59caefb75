"""The way from drawn lines to the terminal: only what differs from what it shows is sent.

Textual sends every line it draws anew from the left edge of the widget, with all colours spelled
out. Over a slow line, that is what a person waits for. Here the app keeps a copy of what the
terminal shows, and sends the cells that differ, each with the shortest change of colours.
"""
