@echo off
rem The command line: reelroute transcode clip.mp4 --out out. Needs a JDK 17 or newer, and builds what it runs by itself.
setlocal
set "directory=%CD%"
cd /d "%~dp0"
for %%a in (%*) do (
    if "%%~a"=="--help" goto help
    if "%%~a"=="-h" goto help
)
set "application=target\application"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"

if not exist "%application%\reelroute.jar" (
    echo Building Reelroute, this once. After a change of its sources, delete target\application. This takes a minute or two ...
    call mvnw.cmd -q -B -P "!strict" -Dmaven.test.skip=true -Dspotless.check.skip=true package || exit /b 1
    for %%j in (target\reelroute-*.jar) do "%java%" -Djarmode=tools -jar "%%j" extract --destination "%application%" || exit /b 1
    for %%j in ("%application%\reelroute-*.jar") do ren "%%j" reelroute.jar
)

"%java%" -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=160m -XX:+ExitOnOutOfMemoryError "-Dreelroute.directory=%directory%" -cp "%application%\reelroute.jar" dev.reelroute.cli.CommandLine %*
exit /b %ERRORLEVEL%

:help
if exist "docs\help\%~1-%~2.txt" (type "docs\help\%~1-%~2.txt") else if exist "docs\help\%~1.txt" (type "docs\help\%~1.txt") else type docs\help\reelroute.txt
