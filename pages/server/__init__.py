"""What stands between the network and the pages: who may connect, sign-in, headers, files."""
