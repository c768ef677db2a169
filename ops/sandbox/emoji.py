"""The emoji shortcodes that people and apps use most, as Unicode."""

EMOJI = {
    "+1": "👍", "-1": "👎", "100": "💯", "airplane": "✈️", "alarm_clock": "⏰", "arrow_right": "➡️", "bar_chart": "📊",
    "beach_with_umbrella": "🏖️", "bell": "🔔", "blue_book": "📘", "book": "📖", "books": "📚", "bookmark": "🔖",
    "bulb": "💡", "calendar": "📆", "chart_with_upwards_trend": "📈", "clap": "👏", "clipboard": "📋", "coffee": "☕",
    "computer": "💻", "confused": "😕", "cry": "😢", "date": "📅", "disappointed": "😞", "email": "📧",
    "exclamation": "❗", "eyes": "👀", "file_folder": "📁", "fire": "🔥", "gear": "⚙️", "globe_with_meridians": "🌐",
    "green_book": "📗", "grey_question": "❔", "grin": "😁", "hammer_and_wrench": "🛠️", "heart": "❤️",
    "heavy_check_mark": "✔️", "hourglass": "⌛", "hourglass_flowing_sand": "⏳", "house": "🏠",
    "information_source": "ℹ️", "joy": "😂", "key": "🔑", "large_blue_circle": "🔵", "large_green_circle": "🟢",
    "link": "🔗", "lock": "🔒", "mag": "🔍", "mag_right": "🔎", "memo": "📝", "moneybag": "💰", "no_entry": "⛔",
    "no_entry_sign": "🚫", "ok_hand": "👌", "open_book": "📖", "package": "📦", "page_facing_up": "📄",
    "paperclip": "📎", "partying_face": "🥳", "pencil": "📝", "pencil2": "✏️", "point_right": "👉", "pray": "🙏",
    "pushpin": "📌", "question": "❓", "raised_hands": "🙌", "recycle": "♻️", "red_circle": "🔴", "robot_face": "🤖",
    "rocket": "🚀", "rotating_light": "🚨", "scroll": "📜", "shield": "🛡️", "slightly_smiling_face": "🙂",
    "smile": "😄", "smiley": "😃", "sob": "😭", "sparkles": "✨", "speech_balloon": "💬", "star": "⭐", "sunny": "☀️",
    "tada": "🎉", "thinking_face": "🤔", "thumbsdown": "👎", "thumbsup": "👍", "unlock": "🔓", "warning": "⚠️",
    "wastebasket": "🗑️", "wave": "👋", "white_check_mark": "✅", "wink": "😉", "wrench": "🔧", "x": "❌", "zap": "⚡",
}  # fmt: skip
