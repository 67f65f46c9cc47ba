#pragma once

#include <utility>
#include <variant>

//! Wraps the error of a Result on its way out: `return Failure{error};`.
template<typename E> struct Failure
{
    E error;
};

template<typename E> Failure(E) -> Failure<E>;

//! A value, or the reason why there is none. std::expected in miniature, until the compilers have
//! it. value() and error() may only be called on the side that holds.
template<typename T, typename E> class [[nodiscard]] Result final
{
public:
    Result(T value)
        : m_content(std::in_place_index<0>, std::move(value))
    {}
    Result(Failure<E> failure)
        : m_content(std::in_place_index<1>, std::move(failure.error))
    {}

    [[nodiscard]] bool hasValue() const { return m_content.index() == 0; }
    explicit operator bool() const { return hasValue(); }

    [[nodiscard]] const T &value() const & { return std::get<0>(m_content); }
    [[nodiscard]] T &value() & { return std::get<0>(m_content); }
    [[nodiscard]] T value() && { return std::get<0>(std::move(m_content)); }
    [[nodiscard]] const T &operator*() const { return value(); }
    [[nodiscard]] const T *operator->() const { return &value(); }

    [[nodiscard]] const E &error() const & { return std::get<1>(m_content); }
    [[nodiscard]] E error() && { return std::get<1>(std::move(m_content)); }

private:
    std::variant<T, E> m_content;
};

//! The value of an operation that gives nothing but its success.
using Done = std::monostate;
