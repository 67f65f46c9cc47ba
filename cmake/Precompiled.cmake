# Reading Qt's headers is most of what building the tree takes, so that each part reads them once.
# Every file includes what it uses all the same: ./dev test builds without this.
option(DESK_PRECOMPILE "Read Qt's and the standard library's headers once for each part" OFF)

set(DESK_HEADERS_CORE
  <algorithm> <array> <functional> <memory> <optional> <utility> <variant> <vector>
  <QByteArray> <QCoreApplication> <QDateTime> <QDir> <QFile> <QHash> <QJsonArray> <QJsonDocument>
  <QJsonObject> <QList> <QObject> <QPointer> <QRegularExpression> <QSet> <QString> <QStringList>
  <QTimer> <QUrl>)
set(DESK_HEADERS_WIDGETS
  <QAbstractButton> <QApplication> <QBoxLayout> <QComboBox> <QDialog> <QLabel> <QLineEdit> <QMenu>
  <QPainter> <QPushButton> <QWidget>)
set(DESK_HEADERS_TEST <QElapsedTimer> <QProcess> <QSignalSpy> <QTemporaryDir> <QTest>)

if(DESK_PRECOMPILE)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "DESK_PRECOMPILE needs clang: g++ takes no headers of a target with other definitions")
  endif()
  # It names the time of the headers otherwise, and a compiler cache would never hit.
  add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
endif()

# desk_precompile(TARGET HEADERS...) or, to take those of another target, desk_precompile(TARGET FROM OTHER)
function(desk_precompile target)
  if(NOT DESK_PRECOMPILE)
    return()
  endif()
  if("${ARGV1}" STREQUAL "FROM")
    target_precompile_headers(${target} REUSE_FROM ${ARGV2})
  else()
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
endfunction()
