"""Addresses on a workspace's host. What only takes a form's POST is a word after the page it stands
on.
"""

from django.urls import path, re_path

from apps.workbench.views import (
    access,
    api,
    automations,
    builds,
    environment,
    forms,
    gallery,
    home,
    nothing,
    notices,
    plans,
    tools,
    versions,
    workspace,
)

app_name = "workbench"

TOOL = "tools/<slug:slug>"
PLAN = f"{TOOL}/plans/<int:number>"
BUILD = f"{TOOL}/builds/<int:pk>"
VERSION = f"{TOOL}/versions/<int:number>"

urlpatterns = [
    path("", home.home, name="home"),
    path("begin", home.begin, name="begin"),
    path("templates/", gallery.templates, name="templates"),
    path("templates/use", gallery.use, name="use_template"),
    path("tools/", home.tools, name="tools"),
    path(f"{TOOL}/", tools.tool, name="tool"),
    path(f"{TOOL}/conversation", tools.conversation, name="conversation"),
    path(f"{TOOL}/conversation/ask", tools.follow_up, name="follow_up"),
    path(f"{TOOL}/roll-back", tools.go_back, name="roll_back"),
    path(f"{TOOL}/stop", tools.stop, name="stop"),
    path(f"{TOOL}/resume", tools.resume, name="resume"),
    path(f"{TOOL}/going-live", tools.deployment_state, name="deployment_state"),
    path(PLAN, plans.plan, name="plan"),
    path(f"{PLAN}/state", plans.state, name="plan_state"),
    path(f"{PLAN}/build", plans.build, name="build_plan"),
    path(f"{PLAN}/discard", plans.put_away, name="discard_plan"),
    path(f"{PLAN}/change", plans.change, name="change_plan"),
    path(f"{PLAN}/answers", plans.answers, name="answer_plan"),
    path(f"{PLAN}/again", plans.again, name="ask_again"),
    path(f"{PLAN}/confirm", plans.confirm, name="confirm_plan"),
    path(BUILD, builds.build, name="build"),
    path(f"{BUILD}/steps", builds.steps, name="build_steps"),
    path(f"{BUILD}/cancel", builds.cancel, name="cancel_build"),
    path(f"{BUILD}/again", builds.again, name="build_again"),
    path(f"{TOOL}/versions/", tools.versions, name="versions"),
    path(VERSION, versions.version, name="version"),
    path(f"{VERSION}/open", versions.open_it, name="open_preview"),
    path(f"{VERSION}/review", versions.review, name="ask_for_review"),
    path(f"{VERSION}/deploy", versions.go_live, name="deploy"),
    path(f"{VERSION}/export", versions.export, name="export"),
    path(f"{VERSION}/<slug:tab>", versions.version, name="version_tab"),
    path(f"{TOOL}/access", access.access, name="access"),
    path(f"{TOOL}/access/mode", access.set_mode, name="set_mode"),
    path(f"{TOOL}/access/give", access.give_role, name="give_role"),
    path(f"{TOOL}/access/take", access.take_role, name="take_role"),
    path(f"{TOOL}/access/forms/ask", forms.ask_form, name="ask_form"),
    path(f"{TOOL}/access/forms/<int:pk>/open", forms.let_form_open, name="open_form"),
    path(f"{TOOL}/access/forms/<int:pk>/refuse", forms.refuse_to_open, name="refuse_form"),
    path(f"{TOOL}/access/forms/<int:pk>/close", forms.shut_form, name="close_form"),
    path(f"{TOOL}/access/requests/<int:pk>/let-in", access.let_in, name="let_in"),
    path(f"{TOOL}/access/requests/<int:pk>/refuse", access.refuse, name="refuse"),
    path(f"{TOOL}/environment", environment.environment, name="environment"),
    path(f"{TOOL}/environment/put", environment.put, name="put_value"),
    path(f"{TOOL}/environment/remove", environment.remove, name="remove_value"),
    path(f"{TOOL}/api/", api.api, name="api"),
    path(f"{TOOL}/api/make", api.make, name="make_token"),
    path(f"{TOOL}/api/<int:pk>/revoke", api.revoke, name="revoke_token"),
    path(f"{TOOL}/automations", automations.automations, name="automations"),
    path("forms/", forms.forms, name="forms"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read", notices.read_everything, name="read_everything"),
    path("notices/<int:pk>/read", notices.read, name="read_notice"),
    path("workspace/roles", workspace.roles, name="roles"),
    path("workspace/roles/save", workspace.save_roles, name="save_roles"),
    path("workspace/people", workspace.people, name="people"),
    path("workspace/people/add", workspace.add_person, name="add_person"),
    path("workspace/activity", workspace.activity, name="activity"),
    path("you", workspace.you, name="you"),
    re_path(r"^(?P<rest>.*)$", nothing.nothing, name="nothing"),
]
