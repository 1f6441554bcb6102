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

# steward_precompile(TARGET WITH core|widgets [TESTS]): the target shares the compiled form of cmake/precompiled/WITH.h. One form is made
# for each set of compile options: the compiler takes no other.
function(steward_precompile target)
    cmake_parse_arguments(arg "TESTS" "WITH" "" ${ARGN})
    if(NOT STEWARD_PRECOMPILE)
        return()
    endif()
    set(carrier "steward_precompiled_${arg_WITH}")
    if(arg_TESTS)
        string(APPEND carrier "_tests")
    endif()
    if(NOT TARGET ${carrier})
        add_library(${carrier} STATIC "${PROJECT_SOURCE_DIR}/cmake/precompiled/carrier.cpp")
        set_target_properties(${carrier} PROPERTIES AUTOMOC OFF)
        # No more than every user has: the compiler refuses a form made with a definition the user lacks.
        target_link_libraries(${carrier} PRIVATE steward_warnings Qt6::Core)
        if(arg_WITH STREQUAL "widgets")
            target_link_libraries(${carrier} PRIVATE Qt6::Widgets)
        endif()
        if(arg_TESTS)
            steward_compile_as_test(${carrier})
        endif()
        target_precompile_headers(${carrier} PRIVATE "${PROJECT_SOURCE_DIR}/cmake/precompiled/${arg_WITH}.h")
    endif()
    target_precompile_headers(${target} REUSE_FROM ${carrier})
endfunction()

# A test is compiled oftener than it is run, and its time goes into what it tests.
function(steward_compile_as_test target)
    target_compile_options(${target} PRIVATE $<$<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU,Clang,AppleClang>>:-O1>)
endfunction()

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
    if("${arg_LINKS}" MATCHES "steward_ui|Qt6::Widgets")
        steward_precompile(${name} WITH widgets)
    else()
        steward_precompile(${name} WITH core)
    endif()
endfunction()

# steward_add_sql(TARGET SLICE): every sql/*.sql of the folder as the resource :/sql/SLICE/NAME.sql.
function(steward_add_sql target slice)
    file(GLOB files CONFIGURE_DEPENDS RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}/sql/*.sql")
    qt_add_resources(${target} "${target}_sql" PREFIX "/sql/${slice}" BASE "${CMAKE_CURRENT_SOURCE_DIR}/sql" FILES ${files})
endfunction()

# steward_add_test(NAME LABEL label SOURCES … LINKS … [TIMEOUT seconds] [COST seconds]): one program, one ctest case. COST is about how
# long it takes, where that is long: the longer, the sooner, lest it be left alone at the end.
function(steward_add_test name)
    cmake_parse_arguments(arg "NO_CTEST" "LABEL;TIMEOUT;COST" "SOURCES;LINKS" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE steward_warnings Qt6::Test ${arg_LINKS})
    steward_compile_as_test(${name})
    if("${arg_LINKS}" MATCHES "steward_ui|steward_test_desk|steward_test_paper|Qt6::Widgets")
        steward_precompile(${name} WITH widgets TESTS)
    else()
        steward_precompile(${name} WITH core TESTS)
    endif()
    if(arg_NO_CTEST)
        return()
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 300) # with sanitizers, beside others, on a slow machine
    endif()
    add_test(NAME ${name} COMMAND ${name})
    # All of a label can be built without the rest: the sanitizers are for what needs no window.
    if(NOT TARGET steward_tests_${arg_LABEL})
        add_custom_target(steward_tests_${arg_LABEL})
    endif()
    add_dependencies(steward_tests_${arg_LABEL} ${name})
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT} SKIP_RETURN_CODE 77
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;STEWARD_SHARED_DATA=${PROJECT_SOURCE_DIR}/../shared/data")
    if(arg_COST)
        set_tests_properties(${name} PROPERTIES COST ${arg_COST})
    endif()
    if(arg_LABEL MATCHES "pg|ui|security|e2e")
        set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED cluster)
    endif()
endfunction()
