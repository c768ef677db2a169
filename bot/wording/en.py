"""English."""

from __future__ import annotations

from typing import Final

from bot.wording.catalogue import Wording

EN: Final = Wording(
    searching="Searching the policies…",
    waiting="Waiting for its turn; questions before this one: {count}",
    stopped="Stopped.",
    sources="Sources",
    page="p. {page}",
    valid_from="valid from {date}",
    more="More",
    more_title="The whole answer",
    more_of={
        "step": "… {count} more step",
        "steps": "… {count} more steps",
        "point": "… {count} more point",
        "points": "… {count} more points",
        "row": "… {count} more row",
        "rows": "… {count} more rows",
        "source": "… {count} more source",
        "sources": "… {count} more sources",
    },
    continued="… continued in the document:",
    more_refused="This answer was given to somebody else in private, so I only show it to them.",
    more_failed="Slack did not let me open the rest. Please press the button again.",
    report_cut="… this report is longer than a message may be. `frontdesk kb` in the terminal shows all of it.",
    your_question="You asked: “{question}”",
    asked_in="(asked in <#{channel}>)",
    own_name="English",
    question_empty=(
        "What would you like to know? Ask in a full sentence, for example: _How many days of annual leave do I have?_"
    ),
    question_wordless="I only understand words. Please ask your question in a sentence.",
    question_is_file="What would you like to know about {names}? Ask in this thread; only you see the answer.",
    file_problems={
        "cut": "“{name}” is long: I only read its beginning.",
        "damaged": "I could not read “{name}”: it is damaged or not what its name says. Please save it again.",
        "empty": "I found no text in “{name}”. Please check that it is the right file, or send a sharper picture.",
        "gone": "I could not read “{name}”: it is not in Slack any more. Please upload it again.",
        "heavy": "Reading “{name}” takes too long. Please send only the pages that your question is about.",
        "members_only": (
            "I did not read “{name}”: I read files for members of this workspace only, and Slack does not say that you "
            "are one."
        ),
        "no_recognition": "“{name}” is a picture of text, which cannot be read here. Please send it as text.",
        "no_scope": (
            "I did not read “{name}”: Slack does not let me have it. An administrator can give the app the permission "
            "`files:read`."
        ),
        "not_transcribed": "Slack has not transcribed “{name}”. Please type your question, or record it again.",
        "password": "“{name}” has a password, so I could not read it. Please save it without one and upload it again.",
        "too_large": "“{name}” is too large: I read files up to {megabytes} MB. Please send the pages that matter.",
        "too_many": "I did not read “{name}”: I read up to {most} files a question.",
        "unreachable": "I could not get “{name}” from Slack just now. Please ask again in a few minutes.",
        "unsupported": (
            "I cannot read “{name}”. I read PDF, Word, Excel, PowerPoint, text, web pages, mails and pictures."
        ),
    },
    file_private="Answered here, and not in the channel, because your file is for you alone.",
    question_too_long="Your question has {count} characters; I can read up to {limit}. Please shorten it.",
    question_is_hidden=(
        "I cannot read the forwarded message: Slack does not show it here. Please type out what you would like to know."
    ),
    forwarded_hidden="Slack does not show me the forwarded message, so I only read what you wrote yourself.",
    answered_again="Answered again because the question was edited.",
    other_workspace="This Frontdesk belongs to another workspace. Please ask your administrators for one of your own.",
    saved_for_later=(
        "Answering is interrupted at the moment. Your request is saved; the answer comes here, or as a direct "
        "message, as soon as it works again. There is no need to repeat it."
    ),
    rights_unknown=(
        "Slack did not tell me which documents you may read, so I did not search. Please try again in a minute."
    ),
    taken_away="This answer was taken away.",
    rights_limited=(
        "Slack did not tell me everything about who may read what here, so I searched only what everybody here may "
        "read for sure. An administrator sees the reason in `/kb status`."
    ),
    failures={
        "model_failed": "I could not write an answer to this. Please try again or put it differently. (Reference {id})",
        "index_missing": (
            "The policies have not been indexed yet, so I cannot answer. An administrator can start it with "
            "`/kb reload`. (Reference {id})"
        ),
        "deadline": (
            "This took too long and I stopped. Please try again in a few minutes or ask something more specific. "
            "(Reference {id})"
        ),
        "internal": "Something went wrong on my side. Please try again in a few minutes. (Reference {id})",
        "unavailable": (
            "I could not answer in time because the service was interrupted. Please ask again. (Reference {id})"
        ),
    },
    feedback_up="Helpful",
    feedback_down="Not helpful",
    thanks_up="Thank you, noted as helpful.",
    thanks_down="Thank you, noted as not helpful. For a binding answer please ask the owner of the policy.",
    text_too_long="Your text has {count} characters; I can take up to {limit}. Please shorten it.",
    cancel="Cancel",
    draft_usage=(
        "Write it like this: `/draft announcement what it should say` – or `email`, `report`, `faq`, `news`. For fewer "
        "versions to choose from, add `--versions 1`."
    ),
    draft_unknown="I do not write “{genre}”.",
    draft_empty="What should it say? Please tell me in a sentence or two.",
    drafting="Reading the policies and writing… This can take a minute. Only you see the versions.",
    draft_version="*Version {number}*",
    draft_use="Use this",
    draft_edit="Edit and use",
    draft_post="Post",
    draft_text="Text",
    draft_no_words="There is nothing to post yet.",
    draft_cut="Sentences left out because neither you nor the policies say what they say: {count}",
    draft_folded="… {count} more characters; “Edit and use” shows all of it.",
    draft_check="Please check; neither you nor the policies name: {names}",
    draft_sources="*It draws on these policies*",
    draft_model="Drafted by {model}. Read it before you use it.",
    draft_frame=(
        "No language model wrote this: it is a frame with your own words and the policies' quotes. "
        "`frontdesk models found` "
        "shows an administrator how to get one that writes."
    ),
    draft_gone="I do not have this draft any more; I keep drafts for a day. Please ask for it again with `/draft`.",
    draft_posting="Version {number} is being posted here.",
    posted_for="Posted for {user}, drafted with Frontdesk",
    draft_not_posted="I may not post in <#{channel}> ({error}). Here is your text, to post it yourself:",
    translate_usage=(
        "What should I translate? Write it like this: `/translate text`, or `/translate French text`. For a message, "
        "use _Translate_ in its menu ⋯."
    ),
    translating="Translating… Only you see it.",
    translation_heading="*Translation: {language}*",
    translation_names="Please check these names; they do not stand in the translation as they were written: {names}",
    translation_cut="… the rest does not fit into a message. Please have it translated in two parts.",
    translation_model="Translated by {model}. All numbers and links were compared. The original counts.",
    declined={
        "no_model": (
            "No model here translates. An administrator gets one with `FRONTDESK_GENERATOR=auto` (a "
            "server on this machine, such as "
            "Ollama), `FRONTDESK_GENERATOR_MODEL` (any model of the hub), or "
            "`FRONTDESK_OPENAI_BASE_URL` (a server elsewhere). "
            "(Reference {id})"
        ),
        "draft_empty": (
            "The language model wrote nothing that your instructions or the policies bear out, so I show none of it. "
            "Please put the facts into full sentences; an administrator can choose a larger model with "
            "`FRONTDESK_GENERATOR_MODEL`. (Reference {id})"
        ),
        "translate_language": (
            "No model here translates. An administrator gets one with `FRONTDESK_GENERATOR=auto` (a "
            "server on this machine, such as "
            "Ollama), `FRONTDESK_GENERATOR_MODEL` (any model of the hub), or "
            "`FRONTDESK_OPENAI_BASE_URL` (a server elsewhere). "
            "(Reference {id})"
        ),
        "translate_same": "The text is in that language already. (Reference {id})",
        "translate_wrong": (
            "I translated it twice, and both times numbers, links or mentions were not those of the original. I do not "
            "show a translation that I could not verify. Shorter pieces may work. (Reference {id})"
        ),
    },
    why_title="Why this answer",
    why_close="Close",
    why_kinds={
        "answer": "said by the policies",
        "conflict": "the policies contradict each other",
        "abstention": "the policies don't say",
        "clarification": "a question back",
        "small_talk": "small talk",
        "general": "general knowledge, without a source",
    },
    why_cached={
        "": "made for this question",
        "exact": "from the cache: the same question was asked before",
        "semantic": "from the cache: a question with the same meaning was asked before",
    },
    why_quotes={
        "": "nobody: these are quotes",
        "failed": "nobody: the model did not answer; these are quotes",
        "late": "nobody: the model was not done in time; these are quotes",
    },
    why_completed="{model}, which broke off; the rest are quotes",
    why_unshown="Not shown of what the model wrote: {reasons}",
    why_refusals={
        "declined": "it found no answer in the passages",
        "language": "a sentence in another language",
        "long": "a sentence too long to check",
        "empty": "a sentence that says nothing to check",
        "number": "a number that no source has",
        "unit": "a number of something else",
        "date": "a date that no source has",
        "time": "a time of day that no source has",
        "weekday": "a weekday that no source has",
        "name": "a name that no source has",
        "unsupported": "a sentence that the sources do not bear out",
    },
    why_stages={"retrieve": "search", "rank": "comparing", "write": "writing", "cache": "cache", "total": "in all"},
    why_quoted="quoted as {marks}",
    why_nothing="Nothing that you may read was found.",
    why_previous="Previous",
    why_next="Next",
    why_refused="This answer was given to somebody else in private, so I only explain it to them.",
    why_gone="I have no record of this answer yet. Please try again in a moment.",
    why_failed="Slack did not let me open the explanation. Please press the button again.",
    look_begun="Just a moment: I am checking what you may read now. If this stays, please press the button again.",
    look_failed=(
        "I could not check what you may read now, so I show nothing. Please press the button again in a minute."
    ),
    share_button="Share in channel",
    share_title="Share this answer",
    share_where="In which channel?",
    share_what=(
        "Your question and this answer are posted there with your name. What not everybody there may read is left out."
    ),
    share_sure=(
        "Your question and this answer are posted in <#{channel}> with your name. What not everybody there may "
        "read is left out."
    ),
    share_submit="Share",
    share_taken="I am posting it there, and tell you when it is done.",
    share_not_opened="Slack did not let me ask for the channel. Please press the button again.",
    shared_by="{user} shares an answer to: “{question}”",
    share_done="Your answer is in <#{channel}> now.",
    share_held_back=(
        "An answer to your question is in <#{channel}> now. It is made only from what everybody who reads that "
        "channel may read; other parts of yours were held back."
    ),
    share_nothing_left=(
        "I posted nothing in <#{channel}>: not everybody who reads that channel may read what your answer is made "
        "from. It stays with you alone."
    ),
    share_already="You have shared this answer in <#{channel}> already.",
    share_refused="This answer was given to somebody else in private, so only they can share it.",
    share_gone=(
        "This answer stands no more: its question was deleted or edited since. Please ask again, and share the new "
        "answer."
    ),
    share_archived=(
        "I posted nothing: <#{channel}> is archived. Your answer stays here; choose another channel, or have that "
        "one restored."
    ),
    share_unseen=(
        "I posted nothing: that channel was deleted, or it is private and one of us is not in it. Your answer "
        "stays here; if you are in it, invite me there with `/invite @Frontdesk` and share again."
    ),
    share_not_in=(
        "I posted nothing: I am not in <#{channel}>. Invite me there with `/invite @Frontdesk`, then share again."
    ),
    share_not_yours="I posted nothing: you are not in <#{channel}>. Join it, then share again.",
    share_no_channel="Please choose a channel: an answer cannot be shared in a direct message.",
    share_read_only=(
        "I posted nothing: in <#{channel}> only some people may post. Ask somebody who looks after that channel, "
        "or choose another one."
    ),
    share_thread_gone=(
        "I posted nothing: the message in <#{channel}> below which it would stand was deleted. Your answer stays here."
    ),
    share_unknown=(
        "I posted nothing: Slack does not say who reads <#{channel}>. Please share again in a minute, or tell an "
        "administrator."
    ),
    share_not_posted=(
        "I posted nothing: Slack refuses it in <#{channel}> ({error}). Your answer stays here; choose another "
        "channel, or tell an administrator."
    ),
    share_failed=(
        "I posted nothing in <#{channel}>: I could not find out what everybody there may read. Please share again "
        "in a minute."
    ),
    kb_help_head=(
        "*What I can do*\n• `/ask question` – ask about a company policy; only you see the answer\n"
        "• `/draft announcement …` – drafts an announcement, email, report, faq or news item, in several versions\n"
        "• `/translate text` – translates between English and Chinese; for a message, _Translate_ in its menu ⋯"
    ),
    kb_help_admins="*For administrators*",
    kb_help_foot="You can also write to me directly or mention me in a channel.",
    kb_subcommands={
        "status": ("status", "which version of the policies I know"),
        "sources": ("sources", "where they come from, and when each source was read"),
        "reload": (
            "reload [source] [--force]",
            "read them again, all or one source; force publishes in spite of problems",
        ),
        "versions": ("versions", "the versions that are kept"),
        "diff": ("diff [old] [new]", "which documents changed between two versions"),
        "rollback": ("rollback [version]", "answer from an earlier version again"),
        "check": ('check "question"', "what a question finds among all that you may read"),
        "who": ('who "document"', "who may read a document, and which rule says so"),
        "show": ('show "document"', "what a document became, and what was left out of it"),
        "eval": ("eval", "ask again what I answered to your liking (👍), and see what is different now"),
    },
    kb_unknown="I do not know `/kb {command}`.",
    kb_misused={
        "missing": "Something is missing. Write it like this: `/kb {usage}`",
        "too_many": "That is more than I expect; put names with spaces into quotation marks: `/kb {usage}`",
        "unknown_option": "I do not know this option. Write it like this: `/kb {usage}`",
        "open_quote": "A quotation mark is not closed. Write it like this: `/kb {usage}`",
    },
    kb_admins_only="Only administrators of Frontdesk may use `/kb {name}`. Please ask one of them.",
    kb_admins_unknown=(
        "I cannot tell whether you are an administrator, so I did not do `/kb {name}`: Slack refused `{method}` "
        "({error}). Name yourself in FRONTDESK_ADMINS by your user id, or give the app the scope that it lacks."
    ),
    kb_accepted={
        "reload": "The policies are being read again. You can follow it in our direct message.",
        "rollback": "Going back to the earlier version…",
        "eval": "What you found well answered is being asked again. You can follow it in our direct message.",
    },
    kb_nothing_approved=(
        "You have not yet marked an answer as helpful. Press 👍 under answers that are right; after the next reload "
        "`/kb eval` shows which of them are different."
    ),
    kb_looking_up="Looking it up…",
    running={
        "reload": "Reading the policies again",
        "eval": "Asking again what you found well answered",
        "draft": "Reading the policies and writing",
        "translate": "Translating",
    },
    reload_done="*The policies are up to date.*",
    reload_unchanged="*The policies are up to date.* Nothing has changed since they were read before.",
    rollback_done="*I answer from version `{version}` again.*",
    status_heading="*What I know*",
    answer_cache="Answer cache",
    answer_cache_counts="{cached} of {asked} answered from it in the last 7 days",
    shortfalls="Language model",
    shortfalls_counts="questions it did not answer: {failed} · was late for: {late} (last 7 days; they got quotes)",
    suspicions="Suspected prompt injection",
    suspicions_counts="in questions: {questions} · in documents: {documents} (last 30 days)",
    suspicions_documents="Instructions to a language model were found in",
    sources_heading="*Where the policies come from*",
    versions_heading="*The versions that are kept*",
    version_in_use="*in use*",
    diff_heading="*From version `{old}` to `{new}`*",
    diff_empty="They hold the same documents.",
    check_answers="*I would answer* (confidence {confidence}).",
    check_abstains="*I would say that the policies don't say* (confidence {confidence}).",
    check_retrieved="Found, best first",
    show_heading="*What “{title}” became*",
    show_unreadable="You may not read this document yourself, so I do not show its text.",
    show_left_out="Left out",
    left_out={
        "hidden": "{letters} letters that no reader sees",
        "struck": "{letters} letters that are struck out",
        "deleted": "{letters} letters that are deleted, with changes tracked",
        "margin": "{letters} letters along the margins of the pages",
        "history": "{letters} letters of earlier mails",
        "comment": "{letters} letters of comments",
    },
    who_heading="*Who may read “{title}”*",
    who_restricted="{rule}; since the rollback also the stricter rights of a later version",
    eval_heading="*{same} of {asked} answers that you found helpful rest on the same text as before.*",
    eval_changed="Answered from another text now",
    eval_declined="No longer answered",
    eval_left="{left} were not asked, as the time was over.",
    nobody="nobody",
    nothing="nothing",
    stages={
        "waiting": "waiting for another reload to end",
        "reading": "reading the documents",
        "embedding": "computing embeddings",
        "writing": "writing the new version",
        "publishing": "publishing the new version",
        "asking": "questions asked",
    },
    report_labels={
        "version": "Version",
        "before": "Version before",
        "built_at": "Built",
        "documents": "Documents",
        "passages": "Passages",
        "embedded": "Passages that were new or changed",
        "reused": "Passages kept",
        "seconds": "Seconds",
        "sources": "Sources",
        "added": "Added",
        "modified": "Changed",
        "removed": "Removed",
        "restricted": "Documents that keep their later, stricter rights",
        "problems": "Problems",
        "read_at": "Read",
        "schedule": "Schedule",
        "times": "Times",
        "score": "Score",
        "dense": "Meaning",
        "lexical": "Words",
        "document": "Document",
        "readers": "Readers",
        "rule": "Rule",
        "source": "Source",
        "effective": "Effective",
        "kind": "Kind",
        "confidence": "Confidence",
        "generator": "Written by",
        "cached": "Where from",
        "timings": "Time taken",
        "answered_at": "Answered",
    },
    report_problems="Could not be read",
    report_problems_hidden="{count} could not be read; administrators see which.",
    report_past="No longer in force, or until a day",
    report_awaited="Not yet in force",
    report_failed="Reloads that failed",
    all_sources="all sources",
    report_unknown_groups="Groups that Slack does not know",
    report_slack_refuses="Slack does not say who may read what: people are told less than they may read",
    report_error="That did not work: {error} (Reference {id})",
    announced={
        "reload_done": "{by} read the policies again. I answer from version `{version}`, {documents} documents.",
        "reload_unchanged": "{by} read the policies again. Nothing has changed since version `{version}`.",
        "reload_failed": (
            "{by} tried to read the policies again, and it failed. The version before still answers; "
            "administrators see more with `/kb status`. (Reference {id})"
        ),
        "rollback_done": "{by} went back to version `{version}`, {documents} documents; before it was `{before}`.",
        "rollback_failed": (
            "{by} tried to go back to an earlier version, and it failed. The version before still answers. "
            "(Reference {id})"
        ),
    },
    announced_changes="Added: {added} · changed: {modified} · removed: {removed}",
    announced_by_schedule="The schedule",
    not_announced=(
        "I could not announce this in <#{channel}> ({error}). Invite me there with `/invite @Frontdesk`, or change "
        "`FRONTDESK_ANNOUNCE_CHANNEL`."
    ),
    home_title="Ask me about company policies",
    home_what=(
        "I answer from the company's own policies. Every answer quotes its source and links to it; when the policies "
        "do not say, I tell you so."
    ),
    home_how=(
        "*How to ask*\n"
        "• Write to me in the *Messages* tab. Follow-up questions go in the same thread.\n"
        "• Mention me in a channel; there I use only what everybody in the channel may read.\n"
        "• `/ask question` anywhere; only you see the answer.\n"
        "• `/draft` writes an announcement, an e-mail, a report, a FAQ or news; `/translate` translates."
    ),
    home_trust="Was an answer good or wrong? The buttons below it help to improve the next one.",
    home_ask="Your question",
    home_pasts="Your last questions",
    home_outcomes={
        "open": ":hourglass_flowing_sand: being answered",
        "answered": ":white_check_mark: answered",
        "unsaid": ":grey_question: the policies don't say",
        "asked_back": ":left_speech_bubble: I asked back",
        "withdrawn": ":wastebasket: deleted",
        "stopped": ":octagonal_sign: stopped",
        "failed": ":warning: failed, please ask again",
    },
    home_deleted="a question that was deleted",
    home_show="Show answer",
    home_answer="My answer",
    home_answer_hidden=(
        "This answer quotes a document that you may not read at the moment, so I do not show it here. Ask again to get "
        "an answer from what you may read now."
    ),
    home_changes="Changed since I answered you from them",
    home_settings="Your settings",
    home_language="The language that I answer you in",
    home_automatic="that of each question",
    home_privately="When I ask in a channel, answer me in our direct messages",
    home_administration="For administrators",
    home_status_awaited="The status of the policies is being looked up …",
    home_unanswered="Questions without an answer in the last 7 days",
    home_reasons={
        "unsaid": "the policies don't say",
        "model_failed": "the model failed",
        "index_missing": "no policies were indexed",
        "deadline": "it took too long",
        "internal": "an error of mine",
        "unavailable": "the service was interrupted",
        "undeliverable": "Slack did not take the answer",
    },
    home_refusals="Slack refused to say who may read what",
    home_more="`/kb status` says more; `/kb reload` reads the policies again.",
    ask_title="Ask Frontdesk",
    ask_submit="Ask",
    ask_question="Your question",
    ask_about="*About this message*",
    ask_what="What do our policies say about this?",
    ask_taken="I am on it. The answer comes into our direct messages, and only you see it.",
    ask_no_words="There are no words in this message that I could read. Ask me in a direct message instead.",
    ask_not_opened=(
        "Slack did not open the form in time, so nothing was asked. Please try again, or ask me in a direct message."
    ),
    search_failed="Frontdesk could not search the policies just now. Try again in a minute.",
    search_language="Language",
    search_languages="Languages",
    search_source="Source",
    search_sources="Sources",
    card_kind="Policy",
    card_quote="Wording",
    card_section="Section",
    card_valid_from="Valid from",
    card_valid_until="Valid until",
    card_owner="Owner",
    card_version="Version",
    live_tasks={
        "searching": "Searching the policies",
        "reading": "Reading what was found",
        "writing": "Writing the answer",
        "checking": "Checking each sentence against the policies",
    },
    live_loading={
        "searching": ("Looking only where everybody here may read…", "Comparing words and meaning…"),
        "reading": ("Comparing each sentence with the question…",),
        "writing": ("Keeping to what the policies say…",),
        "checking": ("Leaving out what no policy says…",),
    },
    live_waiting=("Your question is saved; there is no need to ask again.",),
    live_plan={"working": "Working on the answer…", "done": "How this answer came about", "failed": "Not finished"},
    next_questions="What else these sources answer",
    next_refused=(
        "This answer was given to somebody else in private, so only they can go on from it. Please ask me yourself."
    ),
    asked_by="{user} asked: “{question}”",
    kb_channel="how I behave in the channel you are in; for whoever made it, and for administrators",
    channel_title="Frontdesk here",
    channel_loading="One moment …",
    channel_intro="How I behave in <#{channel}>:",
    channel_labels={
        "enabled": "Frontdesk in this channel",
        "unasked": "Which questions I answer",
        "offers_a_day": "Answers a day to questions that do not mention me, at most",
        "privately": "Where answers go",
        "sources": "Only from these sources",
        "language": "Language of answers",
        "told_user": "Tell this person of questions without an answer",
        "told_channel": "Tell this channel of them",
        "bots": "Messages of other apps",
    },
    channel_choices={
        "enabled": ("Off", "On"),
        "unasked": ("Only those that mention me", "Others too: offered to their asker alone, if nobody replies"),
        "privately": ("Into the thread", "To their asker alone first"),
        "bots": ("Ignored", "Answered if they mention me"),
    },
    channel_all_sources="All sources",
    channel_save="Save",
    channel_not_here="`/kb channel` is about one channel. Please type it in the channel that you mean.",
    channel_not_yours=(
        "Only whoever made this channel, and administrators of Frontdesk, may change how I behave in it. "
        "Please ask one of them."
    ),
    channel_unknown=(
        "I cannot tell whether you may change how I behave in this channel, so nothing was changed: Slack refused "
        "`{method}` ({error}). Please try again in a moment, or ask an administrator of Frontdesk."
    ),
    channel_not_opened="Slack did not open the settings of this channel. Please type `/kb channel` again.",
    channel_saved="Saved for <#{channel}>: {changed}.",
    channel_same="Nothing is different in <#{channel}>: everything was as you chose it already.",
    channel_outdated=(
        "<@{user}> changed these settings while you did. What you chose still stands below: "
        "_Save_ again to put it in place of theirs."
    ),
    channel_off="I am switched off in <#{channel}>, by <@{user}>. Please ask me here, in our direct messages, instead.",
    channel_unanswered="The policies do not answer <{link}|a question> in <#{channel}>.",
    channels_changed="Channels with settings of their own",
    offer_head="You did not ask me, and nobody has replied yet; perhaps this helps. Only you see it.",
    offer_dismiss="Dismiss",
    offer_never="No more of these",
    offer_never_said=(
        "You will get no more answers that you did not ask me for. You can have them again on my *Home* tab."
    ),
    home_unoffered="In channels, answer only what I ask you",
    prompts_title="Try one of these",
    prompts=(
        ("Annual leave", "How do I request vacation?"),
        ("Expenses", "What is the deadline for expense reports?"),
        ("VPN", "How do I set up the VPN?"),
        ("Sick leave", "When do I need a doctor's certificate?"),
    ),
)
