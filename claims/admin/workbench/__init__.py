"""The pages where analysts spend their days: one module a page, listed in `pages`."""
