# One target holds every flag, so that no part of the tree is compiled more loosely than another.
add_library(desk_options INTERFACE)

target_compile_options(desk_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wold-style-cast -Werror)

target_compile_definitions(desk_options INTERFACE
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
endif()
