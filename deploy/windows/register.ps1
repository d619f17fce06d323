# Lets Windows start tvgeo with the machine, with nobody signed in. In PowerShell as administrator:
#
#   powershell -ExecutionPolicy Bypass -File deploy\windows\register.ps1 -State D:\tvgeo-data
#
# The Task Scheduler is used because it is part of Windows; python.exe itself cannot be a service
# (`sc create` fails with error 1053). Data and store stand in -State, outside of the program, so
# that an upgrade replaces the program only. The names of the settings are those of
# docs/van-hanh.md; they are set for the machine, so that run.bat uses the same store.
param(
    [Parameter(Mandatory = $true)] [string] $State,
    [string] $Address = '127.0.0.1',
    [int] $Port = 8501
)
$ErrorActionPreference = 'Stop'
$program = (Resolve-Path (Join-Path $PSScriptRoot '..\..')).Path
$python = Join-Path $program '.venv\Scripts\python.exe'
if (-not (Test-Path $python)) { throw "Chua cai dat: chay install.bat truoc. / Not installed yet: run install.bat first." }

New-Item -ItemType Directory -Force $State | Out-Null
$State = (Resolve-Path $State).Path
if (-not (Test-Path (Join-Path $State 'data'))) {
    Copy-Item -Recurse (Join-Path $program 'data') (Join-Path $State 'data')
}
# Only administrators, the system and the account of the task may read the store.
icacls $State /inheritance:r /grant '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-18:(OI)(CI)F' '*S-1-5-19:(OI)(CI)M' | Out-Null
$store = (Join-Path $State 'store\tvgeo.sqlite3') -replace '\\', '/'
[Environment]::SetEnvironmentVariable('TVGEO_DATA_DIR', (Join-Path $State 'data'), 'Machine')
[Environment]::SetEnvironmentVariable('TVGEO_DATABASE_URL', "sqlite:///$store", 'Machine')

# python.exe itself, not a batch file around it: ending the task then ends the dashboard.
$action = New-ScheduledTaskAction -Execute $python -WorkingDirectory $State -Argument (
    "-X utf8 -m tvgeo --data `"$State\data`" --database `"sqlite:///$store`" serve --host $Address --port $Port")
$trigger = New-ScheduledTaskTrigger -AtStartup
# Without these a task ends after three days, and is not started again when it fails.
$settings = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([TimeSpan]::Zero) -RestartCount 999 `
    -RestartInterval (New-TimeSpan -Minutes 1) -StartWhenAvailable -MultipleInstances IgnoreNew `
    -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
$principal = New-ScheduledTaskPrincipal -UserId 'NT AUTHORITY\LOCAL SERVICE' -LogonType ServiceAccount
Register-ScheduledTask -TaskName 'tvgeo' -Action $action -Trigger $trigger -Settings $settings `
    -Principal $principal -Force | Out-Null
Start-ScheduledTask -TaskName 'tvgeo'
Write-Output "http://${Address}:$Port"
