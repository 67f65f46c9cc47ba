# One target holds every flag, so that no part of the tree is compiled more loosely than another.
# desk_options is what everything links; desk_rules is the same without the sanitizers, for a
# library that is loaded before theirs.
add_library(desk_rules INTERFACE)
add_library(desk_options INTERFACE)
target_link_libraries(desk_options INTERFACE desk_rules)

target_compile_options(desk_rules INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wold-style-cast -Werror)

# g++ 13 and later fear for the value of every empty optional that is moved (their bug 80635); clang
# sees the same code and is right.
target_compile_options(desk_rules INTERFACE
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_GREATER_EQUAL:$<CXX_COMPILER_VERSION>,13>>:-Wno-maybe-uninitialized>)

target_compile_definitions(desk_rules INTERFACE
  QT_NO_CAST_FROM_ASCII
  QT_NO_CAST_TO_ASCII
  QT_NO_CAST_FROM_BYTEARRAY
  QT_NO_URL_CAST_FROM_STRING
  QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
  QT_NO_CONTEXTLESS_CONNECT
  QT_NO_FOREACH
  QT_NO_KEYWORDS
  QT_STRICT_ITERATORS
  DESK_VERSION="${PROJECT_VERSION}")

set(DESK_SANITIZE "" CACHE STRING "Sanitizers to build with, for example address,undefined")
if(DESK_SANITIZE)
  target_compile_options(desk_options INTERFACE
    -fsanitize=${DESK_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(desk_options INTERFACE -fsanitize=${DESK_SANITIZE})
  # They bring a heap of their own and look into the process.
  target_compile_definitions(desk_options INTERFACE DESK_HAS_SANITIZER)
endif()
