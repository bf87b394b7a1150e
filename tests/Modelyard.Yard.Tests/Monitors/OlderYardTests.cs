using Microsoft.Data.Sqlite;
using Modelyard.Lifecycle.Automation;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle.Tests.Monitors;

/// <summary>Opens yards whose monitors an older version wrote.</summary>
public sealed class OlderYardTests : TestYard
{
    private const int StepsThen = 3;

    [Fact]
    public void Monitors_windows_and_alarms_of_an_older_yard_are_still_there()
    {
        string folder = Directory.CreateDirectory(PathOf("older")).FullName;
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "yard.db")};Pooling=False"))
        {
            connection.Open();
            foreach (string step in Schema.Steps.AsSpan(0, StepsThen))
            {
                connection.Run(step);
            }

            // As it was written then.
            connection.Run("""
                INSERT INTO monitors VALUES ('daily', 0, '{"model":"churn","windowSeconds":86400,"latenessSeconds":0,"reference":"first:7","learn":0,"leastRows":30,"falseAlarms":0.05,"severity":"Warning","numbers":"KolmogorovSmirnov","levels":"ChiSquared","leastEffect":0.05,"leastMissing":0.02,"exclude":["id"]}');
                INSERT INTO monitor_windows VALUES ('daily', 638763840000000000, 638764704000000000, 'Drifted', NULL, '{"state":"Drifted","rows":120,"referenceRows":700,"p":0.0001,"level":0.001,"summary":"Drift: 1 of 2 columns has moved.","quality":[],"columns":[{"name":"age","effect":0.3,"p":0.0001,"missing":0,"drifted":true,"evidence":"median"}]}', NULL);
                INSERT INTO alarms (monitor, severity, state, since, until, windows, summary, columns, silenced) VALUES ('daily', 'Warning', 'Open', 638763840000000000, 638764704000000000, 1, 'Drift', '{"texts":["age"]}', 0);
                PRAGMA user_version = 3;
                """);
        }

        using Yard yard = Yard.Open(folder);
        MonitorDefinition monitor = yard.Monitors.Get("daily");
        Assert.Equal([WatchKind.Drift], monitor.Watch);
        Assert.Equal((MonitorSource.Log, "first:7", TimeSpan.Zero, 0.02), (monitor.Source, monitor.Reference.ToString(), monitor.Cooldown, monitor.LeastWorse));
        Assert.Equal([StreamDetector.Adwin], monitor.Detectors);
        MonitorWindow window = Assert.Single(yard.Monitors.Windows("daily"));
        Assert.Equal((WindowState.Drifted, 120L, 0L, "age"), (window.State, window.Rows, window.Skip, Assert.Single(window.Drifted).Name));
        Assert.Empty(window.Measures);
        Alarm alarm = Assert.Single(yard.Alarms.List());
        Assert.Equal("drift", alarm.Watch);
        AlarmCauses causes = AlarmCauses.Of(yard, alarm.Id);
        Assert.Equal("median", Assert.Single(causes.Columns).Evidence);
    }

    [Fact]
    public void An_automation_of_worse_performance_becomes_one_of_alarms_of_it()
    {
        string folder = Directory.CreateDirectory(PathOf("older")).FullName;
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "yard.db")};Pooling=False"))
        {
            connection.Open();
            foreach (string step in Schema.Steps.AsSpan(0, 6))
            {
                connection.Run(step);
            }

            // As it was written then, beside an alarm that began before the yard was opened anew.
            connection.Run("""
                INSERT INTO monitors VALUES ('daily', 0, '{"model":"churn","windowSeconds":86400,"latenessSeconds":0,"reference":"first:7","learn":0,"leastRows":30,"falseAlarms":0.05,"severity":"Warning","numbers":"KolmogorovSmirnov","levels":"ChiSquared","leastEffect":0.05,"leastMissing":0.02,"exclude":[],"watch":["Performance"],"source":{"kind":"Log","address":"","query":null,"time":null},"windowRows":null,"freshnessSeconds":null,"cooldownSeconds":0,"labelSeconds":0,"leastWorse":0.02,"costs":null,"fair":[],"rules":[]}');
                INSERT INTO automations VALUES ('worse', 'daily', 0, '{"monitor":"daily","trigger":"Performance","windows":3,"of":[],"severity":"Info","most":1,"periodSeconds":86400,"cooldownSeconds":0,"timeLimitSeconds":3600,"command":["true"]}', 0, 0, 0);
                INSERT INTO automations SELECT 'drifted', monitor, created, json_set(definition, '$.trigger', 'Persists'), 0, 0, 0 FROM automations;
                INSERT INTO executions (automation, definition, cause, facts, state, created) SELECT name, definition, 'window-1', '{"monitor":"daily","model":"churn","severity":"warning","since":"2026-03-02T00:00:00Z","until":"2026-03-03T00:00:00Z","summary":"worse","alarm":null,"windows":1,"columns":[],"by":null}', 'Done', 0 FROM automations WHERE name = 'worse';
                INSERT INTO alarms (monitor, severity, state, since, until, windows, summary, columns, silenced, watch) VALUES ('daily', 'Warning', 'Closed', 1, 2, 1, 'Worse', '{"texts":[]}', 0, 'performance');
                PRAGMA user_version = 6;
                """);
        }

        using Yard yard = Yard.Open(folder);
        Assert.Equal([("drifted", AutomationTrigger.Persists, ""), ("worse", AutomationTrigger.Alarm, "performance")], yard.Automations.List().Select(rule => (rule.Name, rule.Trigger, string.Join(',', rule.Of))));
        Assert.Equal(AutomationTrigger.Alarm, Assert.Single(yard.Automations.History()).Rule.Trigger);
        Assert.Equal(0, yard.Automations.Look());
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "yard.db")};Pooling=False"))
        {
            connection.Open();
            connection.Run("INSERT INTO alarms (monitor, severity, state, since, until, windows, summary, columns, silenced, watch) SELECT monitor, severity, 'Open', since, until, windows, summary, columns, silenced, value FROM alarms, json_each('[\"drift\", \"performance\"]');");
        }

        Assert.Equal(1, yard.Automations.Look());
        Assert.Equal(("worse", 3L), (yard.Automations.RunNext()!.Rule.Name, yard.Automations.History("worse", 1)[0].Facts.Alarm));
    }
}
