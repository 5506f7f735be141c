"""Pages of incoming requests: the list, one request, one item, what is sent, what is asked back."""
