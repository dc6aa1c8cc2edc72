"""The data at an address: what may be asked below ``/data/``, and the bytes that answer it. Pure:
a package and a request in, bytes out; a server needs only to send them."""
