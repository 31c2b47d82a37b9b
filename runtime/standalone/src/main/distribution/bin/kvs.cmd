@echo off
rem Starts the key/value server: kvs [property=value ...]; kvs --help says more.
rem A property with an equals sign has to be quoted here: kvs "port=7777"
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" %KVS_JAVA_OPTIONS% "-Dquarkus.config.locations=%~dp0..\conf\application.properties" -jar "%~dp0..\lib\quarkus-run.jar" %*
exit /b %ERRORLEVEL%
