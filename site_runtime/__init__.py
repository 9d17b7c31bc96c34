"""Where sites run: a runner outside, which starts and ends processes, and the first code inside
one.

`runner` is standard library only and never imports Django or anything generated; `inside` imports
Django, the kit and the one site it was given. They share `site_contract` and nothing else.
"""
