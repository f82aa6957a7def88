"""What all pages share: the filters, the cached reader, how an exhibit is shown."""
