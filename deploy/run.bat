@echo off
setlocal
rem Chay tvgeo; khong co tham so thi khoi dong bang dieu khien. / Runs tvgeo; without arguments, the dashboard.
set PYTHONUTF8=1
set command=%*
if not defined command set command=serve
"%~dp0.venv\Scripts\python.exe" -m tvgeo %command%
exit /b %errorlevel%
