# SPDX-License-Identifier: GPL-3.0-or-later
# The few commands every folder's CMakeLists.txt is written in.

add_library(steward_warnings INTERFACE)
target_compile_definitions(steward_warnings INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_NO_KEYWORDS
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400
    STEWARD_VERSION="${PROJECT_VERSION}")
if(MSVC)
    target_compile_options(steward_warnings INTERFACE /W4 /permissive- $<$<BOOL:${STEWARD_WERROR}>:/WX>)
else()
    target_compile_options(steward_warnings INTERFACE
        -Wall -Wextra -Wshadow -Wold-style-cast -Woverloaded-virtual -Wnon-virtual-dtor
        $<$<BOOL:${STEWARD_WERROR}>:-Werror>)
endif()
target_include_directories(steward_warnings INTERFACE "${PROJECT_SOURCE_DIR}")
if(STEWARD_SANITIZE)
    target_compile_options(steward_warnings INTERFACE -fsanitize=${STEWARD_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(steward_warnings INTERFACE -fsanitize=${STEWARD_SANITIZE})
endif()
if(NOT WIN32 AND NOT APPLE)
    find_program(STEWARD_LLD ld.lld)
    if(STEWARD_LLD)
        target_link_options(steward_warnings INTERFACE -fuse-ld=lld)
    endif()
endif()

# steward_add_folder(NAME): a folder takes part as soon as it has a CMakeLists.txt; delete it and the feature is gone.
function(steward_add_folder name)
    if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${name}/CMakeLists.txt")
        add_subdirectory(${name})
    endif()
endfunction()

# steward_add_library(NAME SOURCES … LINKS …): a static library of one slice.
function(steward_add_library name)
    cmake_parse_arguments(arg "" "" "SOURCES;LINKS" ${ARGN})
    add_library(${name} STATIC ${arg_SOURCES})
    target_link_libraries(${name} PUBLIC steward_warnings ${arg_LINKS})
endfunction()

# steward_add_sql(TARGET SLICE): every sql/*.sql of the folder as the resource :/sql/SLICE/NAME.sql.
function(steward_add_sql target slice)
    file(GLOB files CONFIGURE_DEPENDS RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}/sql/*.sql")
    qt_add_resources(${target} "${target}_sql" PREFIX "/sql/${slice}" BASE "${CMAKE_CURRENT_SOURCE_DIR}/sql" FILES ${files})
endfunction()

# steward_add_test(NAME LABEL label SOURCES … LINKS … [TIMEOUT seconds]): one program, one ctest case.
function(steward_add_test name)
    cmake_parse_arguments(arg "NO_CTEST" "LABEL;TIMEOUT" "SOURCES;LINKS" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE steward_warnings Qt6::Test ${arg_LINKS})
    if(arg_NO_CTEST)
        return()
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT} SKIP_RETURN_CODE 77
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;STEWARD_SHARED_DATA=${PROJECT_SOURCE_DIR}/../shared/data")
    if(arg_LABEL MATCHES "pg|ui|security|e2e")
        set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED cluster)
    endif()
endfunction()
