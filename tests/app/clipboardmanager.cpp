#include <xcb/xcb.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct Free
{
    void operator()(void *reply) const { std::free(reply); }
};
template<typename T> using Freed = std::unique_ptr<T, Free>;

//! A clipboard manager as desktops have one: a program that ends while it has the clipboard asks it
//! to keep what is there (SAVE_TARGETS to the owner of CLIPBOARD_MANAGER), and it does. Each thing
//! that it keeps is a line on standard output. A polite one leaves alone what carries the mark of
//! password managers.
class ClipboardManager final
{
public:
    explicit ClipboardManager(bool isPolite)
        : m_isPolite(isPolite)
        , m_x(xcb_connect(nullptr, nullptr))
    {
        const xcb_screen_t *screen = xcb_setup_roots_iterator(xcb_get_setup(m_x)).data;
        xcb_create_window(m_x, XCB_COPY_FROM_PARENT, m_window, screen->root, 0, 0, 1, 1, 0,
                          XCB_WINDOW_CLASS_INPUT_OUTPUT, screen->root_visual, 0, nullptr);
        xcb_set_selection_owner(m_x, m_window, m_manager, XCB_CURRENT_TIME);
        // The answer to a question comes after everything before it was done.
        static_cast<void>(atom("READY"));
    }
    ~ClipboardManager() { xcb_disconnect(m_x); }
    ClipboardManager(const ClipboardManager &) = delete;
    ClipboardManager &operator=(const ClipboardManager &) = delete;

    //! Until the screen goes.
    void run()
    {
        while (const Freed<xcb_generic_event_t> event{xcb_wait_for_event(m_x)}) {
            if (typeOf(*event) == XCB_SELECTION_REQUEST)
                answer(reinterpret_cast<const xcb_selection_request_event_t &>(*event));
        }
    }

private:
    static int typeOf(const xcb_generic_event_t &event) { return event.response_type & 0x7f; }

    [[nodiscard]] xcb_atom_t atom(std::string_view name) const
    {
        const Freed<xcb_intern_atom_reply_t> reply{xcb_intern_atom_reply(
            m_x, xcb_intern_atom(m_x, 0, static_cast<std::uint16_t>(name.size()), name.data()),
            nullptr)};
        return reply ? reply->atom : xcb_atom_t(XCB_ATOM_NONE);
    }
    [[nodiscard]] std::string name(xcb_atom_t atom) const
    {
        const Freed<xcb_get_atom_name_reply_t> reply{
            xcb_get_atom_name_reply(m_x, xcb_get_atom_name(m_x, atom), nullptr)};
        return reply ? std::string(
                           xcb_get_atom_name_name(reply.get()),
                           static_cast<std::size_t>(xcb_get_atom_name_name_length(reply.get())))
                     : std::string();
    }

    //! Asks whoever has the clipboard for its content as \a target.
    [[nodiscard]] std::string fetch(xcb_atom_t target) const
    {
        xcb_delete_property(m_x, m_window, m_content);
        xcb_convert_selection(m_x, m_window, m_clipboard, target, m_content, XCB_CURRENT_TIME);
        xcb_flush(m_x);
        while (const Freed<xcb_generic_event_t> event{xcb_wait_for_event(m_x)}) {
            if (typeOf(*event) == XCB_SELECTION_NOTIFY)
                break;
        }
        constexpr std::uint32_t words = 64 * 1024; // more than any token; the rest is let go
        const Freed<xcb_get_property_reply_t> reply{xcb_get_property_reply(
            m_x, xcb_get_property(m_x, 0, m_window, m_content, XCB_GET_PROPERTY_TYPE_ANY, 0, words),
            nullptr)};
        if (!reply)
            return {};
        return {static_cast<const char *>(xcb_get_property_value(reply.get())),
                static_cast<std::size_t>(xcb_get_property_value_length(reply.get()))};
    }

    void keep() const
    {
        const std::string list = fetch(atom("TARGETS"));
        std::vector<xcb_atom_t> targets(list.size() / sizeof(xcb_atom_t));
        std::copy_n(list.data(), targets.size() * sizeof(xcb_atom_t),
                    reinterpret_cast<char *>(targets.data()));
        if (m_isPolite && std::find(targets.begin(), targets.end(), m_mark) != targets.end()) {
            std::puts("left alone");
            return;
        }
        for (const xcb_atom_t target : targets) {
            const std::string called = name(target);
            // The others tell of the content, and are not it.
            if (called == "TARGETS" || called == "MULTIPLE" || called == "TIMESTAMP" ||
                called == "SAVE_TARGETS")
                continue;
            std::printf("kept %s: %s\n", called.c_str(), fetch(target).c_str());
        }
    }

    void answer(const xcb_selection_request_event_t &request) const
    {
        const bool isToKeep = request.selection == m_manager && request.target == m_save;
        if (isToKeep)
            keep();
        std::fflush(stdout);
        xcb_selection_notify_event_t done{};
        done.response_type = XCB_SELECTION_NOTIFY;
        done.time = request.time;
        done.requestor = request.requestor;
        done.selection = request.selection;
        done.target = request.target;
        done.property = isToKeep ? request.property : xcb_atom_t(XCB_ATOM_NONE);
        xcb_send_event(m_x, 0, request.requestor, XCB_EVENT_MASK_NO_EVENT,
                       reinterpret_cast<const char *>(&done));
        xcb_flush(m_x);
    }

    const bool m_isPolite;
    xcb_connection_t *const m_x;
    const xcb_window_t m_window = xcb_generate_id(m_x);
    const xcb_atom_t m_manager = atom("CLIPBOARD_MANAGER");
    const xcb_atom_t m_save = atom("SAVE_TARGETS");
    const xcb_atom_t m_clipboard = atom("CLIPBOARD");
    const xcb_atom_t m_content = atom("DESK_CONTENT");
    const xcb_atom_t m_mark = atom("x-kde-passwordManagerHint");
};

int main(int argc, char **argv)
{
    ClipboardManager manager(argc > 1 && std::string_view(argv[1]) == "polite");
    std::puts("ready");
    std::fflush(stdout);
    manager.run();
    return 0;
}
