jcmd $PID JFR.start name=incident
jcmd $PID JFR.dump name=incident filename=incident.jfr
jcmd $PID JFR.stop name=incident
