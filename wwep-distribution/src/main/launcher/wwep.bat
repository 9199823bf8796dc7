@echo off
rem The WWEP programs. wwep --help lists them.
rem
rem JAVA_HOME  the Java to run with, 17 or later; default: the java on PATH
rem
rem Exit code of its own: 69 no Java 17. All others are the program's.
setlocal
set "home=%~dp0.."
if defined JAVA_HOME (
    set "java=%JAVA_HOME%\bin\java.exe"
) else (
    for %%i in (java.exe) do set "java=%%~$PATH:i"
)
if not defined java (
    echo wwep: there is no java on PATH.>&2
    echo wwep: Install a JRE 17 or later, or set JAVA_HOME to one.>&2
    exit /b 69
)
if not exist "%java%" (
    echo wwep: JAVA_HOME is "%JAVA_HOME%", but there is no bin\java.exe in it.>&2
    echo wwep: Set JAVA_HOME to a JRE 17 or later, or unset it to use the java on PATH.>&2
    exit /b 69
)
set "major="
for %%i in ("%java%") do set "release=%%~dpi..\release"
if exist "%release%" (
    for /f "usebackq tokens=2 delims==." %%v in (`findstr /b "JAVA_VERSION=" "%release%"`) do set "major=%%v"
)
if defined major set "major=%major:"=%"
if defined major if %major% LSS 17 (
    echo wwep: "%java%" is Java %major%, and WWEP needs Java 17 or later.>&2
    echo wwep: Set JAVA_HOME to a JRE 17 or later.>&2
    exit /b 69
)
set "compiler=-XX:TieredStopAtLevel=1"
for %%a in (%*) do if "%%~a"=="server" set "compiler=-XX:+TieredCompilation"
for %%a in (%*) do if "%%~a"=="lab" set "compiler=-XX:+TieredCompilation"
"%java%" %compiler% -XX:+UseSerialGC "-Dwwep.home=%home%" -Dwwep.command=wwep -jar "%home%\lib\wwep.jar" %*
exit /b %ERRORLEVEL%
