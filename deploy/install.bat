@echo off
setlocal
rem Cai dat tvgeo, khong can mang. / Installs tvgeo without a network.
set starter=python
where py >nul 2>nul && set starter=py -3
if defined PYTHON set starter="%PYTHON%"
%starter% "%~dp0install.py" %*
set ended=%errorlevel%
pause
exit /b %ended%
