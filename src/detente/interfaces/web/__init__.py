"""The page: a scenario explored in a browser, and the same over a JSON API.

`app` answers requests, `pool` hands runs to processes of their own (`worker`),
`register` keeps what was asked beside the stores, `guard` refuses strangers.
"""
