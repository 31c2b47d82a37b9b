@echo off
rem Runs Maven 3.9 or newer on this project, on Windows: mvnw.cmd <goals and options>
rem
rem This does what the script mvnw does on other systems. If the mvn on the PATH is 3.9 or newer, it hands over to that one. If it
rem is older, it serves once to fetch a newer one by its Maven coordinates, through the repositories and mirrors that it is
rem configured for. That copy is kept in the user's .m2 folder for every later call.
setlocal EnableExtensions DisableDelayedExpansion

set "wanted=3.9.11"
set "dists=%USERPROFILE%\.m2\dists"
if defined MAVEN_USER_HOME set "dists=%MAVEN_USER_HOME%\dists"
set "own=%dists%\apache-maven-%wanted%"
set "maven=%own%\bin\mvn.cmd"
if exist "%maven%" goto run

set "version="
pushd "%SystemDrive%\"
for /f "tokens=1-3" %%a in ('mvn -B --version 2^>nul') do (
    if not defined version if "%%a %%b"=="Apache Maven" set "version=%%c"
)
popd
if not defined version (
    echo mvnw: no 'mvn' on the PATH that works; install any Maven 3.6 or newer, and let JAVA_HOME be a JDK 1>&2
    exit /b 1
)
for /f "tokens=1,2 delims=.-" %%a in ("%version%") do (
    set "major=%%a"
    set "minor=%%b"
)
set "maven=mvn"
if %major% gtr 3 goto run
if %major% equ 3 if %minor% geq 9 goto run

echo mvnw: Maven %version% is too old for this build, fetching %wanted% once 1>&2
set "work=%dists%\fetch.%RANDOM%%RANDOM%"
mkdir "%work%" || exit /b 1
rem In a folder of its own: the goal must not read this project, which the old Maven cannot build.
pushd "%work%"
call mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy "-Dartifact=org.apache.maven:apache-maven:%wanted%:zip:bin" "-DoutputDirectory=%work%" 1>&2
if errorlevel 1 (
    popd
    rmdir /s /q "%work%"
    echo mvnw: could not fetch Maven %wanted% 1>&2
    exit /b 1
)
rem Part of Windows since version 10
"%SystemRoot%\System32\tar.exe" -xf "apache-maven-%wanted%-bin.zip"
popd
rem Another call may have been faster; either copy is as good.
move "%work%\apache-maven-%wanted%" "%own%" >nul 2>&1
rmdir /s /q "%work%"
set "maven=%own%\bin\mvn.cmd"
if not exist "%maven%" (
    echo mvnw: could not write %own% 1>&2
    exit /b 1
)

:run
endlocal & set "MVNW_COMMAND=%maven%"
call "%MVNW_COMMAND%" %*
exit /b %ERRORLEVEL%
