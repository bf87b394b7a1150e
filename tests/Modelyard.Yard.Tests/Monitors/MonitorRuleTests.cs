using Modelyard.Data.Schemas;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Lifecycle.Tests.Monitors;

/// <summary>Holds windows against rules, as they come and when they are over.</summary>
public sealed class MonitorRuleTests : TestYard
{
    private static readonly DateTime s_first = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Rules_are_read_from_yaml_and_written_as_it()
    {
        const string Text = """
            rules:
              - name: few
                when: volume < 100 and `effect.a b` > 0.1
                for: 3
                severity: critical
                cooldown: 1d 12h
                runbook: https://example.com/few
              - {name: often, when: "missing.kind >= 0.5 or state = 'drifted'"}
            """;
        IReadOnlyList<MonitorRule> rules = RuleFile.Parse(Text);
        Assert.Equal(
            [
                new MonitorRule("few", "volume < 100 and `effect.a b` > 0.1") { For = 3, Severity = AlarmSeverity.Critical, Cooldown = TimeSpan.FromHours(36), Runbook = new Uri("https://example.com/few") },
                new MonitorRule("often", "missing.kind >= 0.5 or state = 'drifted'"),
            ],
            rules);
        Assert.Equal(rules, RuleFile.Parse(RuleFile.Write(rules)));
        Assert.Empty(RuleFile.Parse(RuleFile.Write([])));
        Assert.Contains("is a folder", Assert.Throws<YardException>(() => RuleFile.Read(Path.GetTempPath())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "must be a list, 'rules'")]
    [InlineData("rules: 3", "line 1, column 8: 'rules' is '3' and must be a list")]
    [InlineData("rule: []", "The nearest is 'rules'")]
    [InlineData("rules:\n  - name: a", "'when' is not there")]
    [InlineData("rules:\n  - {name: a, when: volum < 3}", "asks for 'volum', which no window has. The nearest is 'volume'")]
    [InlineData("rules:\n  - {name: a, when: volume <}", "cannot be read")]
    [InlineData("rules:\n  - {name: a, when: volume + 1}", "must be true or false")]
    [InlineData("rules:\n  - {name: a, when: state > 1}", "cannot be held against windows")]
    [InlineData("rules:\n  - {name: a, when: volume < 3, for: 0}", "must wait for 1 to 1,000")]
    [InlineData("rules:\n  - {name: a, when: volume < 3, cooldown: soon}", "must be a duration")]
    [InlineData("rules:\n  - {name: a, when: volume < 3, severity: red}", "must be one of 'info'")]
    [InlineData("rules:\n  - {name: a, when: volume < 3, runbook: 'javascript:alert(1)'}", "must be an address")]
    [InlineData("rules:\n  - {name: a, when: volume < 3}\n  - {name: a, when: volume < 4}", "line 3")]
    [InlineData("rules: &a [*a]", "Anchors")]
    public void What_is_no_rule_is_told_with_its_place(string yaml, string expected) => Assert.Contains(expected, Assert.Throws<SchemaFormatException>(() => RuleFile.Parse(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_rule_that_is_tested_on_history_fires_when_the_monitor_would_have()
    {
        // By hand: below 100 in windows 2, 3, 5, 6, 7 and 9; unknown in 8.
        double[] volumes = [500, 500, 50, 50, 500, 50, 50, 50, double.NaN, 50, 500, 500];
        MonitorWindow[] windows = [.. volumes.Select((volume, day) => Window(day, volume))];
        RuleTest once = RuleTest.Of(new MonitorRule("few", "volume < 100"), windows);
        Assert.Equal((12, 11, 2), (once.Windows, once.Known, once.Spells.Count));
        Assert.Equal(new RuleSpell(s_first.AddDays(2), s_first.AddDays(3), s_first.AddDays(4), 2), once.Spells[0]);
        Assert.Equal(new RuleSpell(s_first.AddDays(5), s_first.AddDays(6), s_first.AddDays(10), 4), once.Spells[1]);
        RuleSpell three = Assert.Single(RuleTest.Of(new MonitorRule("few", "volume < 100") { For = 3 }, windows).Spells);
        Assert.Equal((s_first.AddDays(5), s_first.AddDays(8)), (three.Since, three.Fired));

        // A quiet day between the two is too short to end the alarm.
        RuleSpell long1 = Assert.Single(RuleTest.Of(new MonitorRule("few", "volume < 100") { Cooldown = TimeSpan.FromDays(2) }, windows).Spells);
        Assert.Equal((s_first.AddDays(2), s_first.AddDays(10)), (long1.Since, long1.Until));
        Assert.Empty(RuleTest.Of(new MonitorRule("few", "accuracy < 0.8"), windows).Spells);
        Assert.Equal(0, RuleTest.Of(new MonitorRule("few", "accuracy < 0.8"), windows).Known);
    }

    [Theory]
    [InlineData("30 30 - 30", 0)]
    [InlineData("30 30 - 30 30 30", 1)]
    public void Windows_with_one_between_them_of_which_nothing_is_known_are_none_in_a_row(string volumes, int fired)
    {
        MonitorWindow[] windows = [.. volumes.Split(' ').Select((volume, day) => Window(day, volume == "-" ? double.NaN : double.Parse(volume, System.Globalization.CultureInfo.InvariantCulture)))];
        IReadOnlyList<RuleSpell> spells = RuleTest.Of(new MonitorRule("few", "volume < 100") { For = 3 }, windows).Spells;
        Assert.Equal(fired, spells.Count);
        Assert.All(spells, spell => Assert.Equal((s_first.AddDays(3), 3), (spell.Since, spell.Windows)));
    }

    [Fact]
    public void What_a_monitor_alarms_is_what_the_test_on_its_history_says()
    {
        int[] rows = [200, 210, 190, 60, 205, 50, 40, 60, 195, 200, 30, 200];
        var orders = new OrderFiles(YardFolder, rows);
        MonitorRule[] rules = [new("few", "volume < 100") { Severity = AlarmSeverity.Critical, Runbook = new Uri("https://example.com/few") }, new("thrice", "volume < 100") { For = 3 }, new("calm", "volume < 100") { Cooldown = TimeSpan.FromDays(3) }];
        Yard.Monitors.Add(new MonitorDefinition("orders", null) { Source = orders.Source, Reference = new MonitorReference(ReferenceKind.First, 2), Watch = [WatchKind.Drift], Rules = rules });

        // Day by day, as a timer would.
        for (int day = 1; day <= rows.Length; day++)
        {
            Yard.Monitors.Run("orders", s_first.AddDays(day));
        }

        foreach (MonitorRule rule in rules)
        {
            IReadOnlyList<RuleSpell> spells = RuleTest.Of(rule, Yard.Monitors.Windows("orders")).Spells;
            Alarm[] alarms = [.. Yard.Alarms.List(all: true).Where(alarm => alarm.Watch == $"rule:{rule.Name}").OrderBy(alarm => alarm.Since)];
            Assert.Equal(spells.Select(spell => (spell.Since, spell.Until, spell.Windows)), alarms.Select(alarm => (alarm.Since, alarm.Until, alarm.Windows)));
        }

        Assert.Equal(3, Yard.Alarms.List(all: true).Count(alarm => alarm.Watch == "rule:few" && alarm.Severity == AlarmSeverity.Critical && alarm.Runbook == "https://example.com/few"));

        // A rule that is gone leaves no alarm that would never be over.
        Yard.Monitors.SetRules("orders", [new MonitorRule("many", "volume >= 200")]);
        Assert.Empty(Yard.Alarms.List());
        Assert.Equal("many", Assert.Single(Yard.Monitors.Get("orders").Rules).Name);
        Assert.Throws<YardException>(() => Yard.Monitors.SetRules("orders", [new MonitorRule("a", "volume < 1"), new MonitorRule("a", "volume < 2")]));
    }

    private static MonitorWindow Window(int day, double volume) =>
        new(s_first.AddDays(day), s_first.AddDays(day + 1), WindowState.Quiet, double.IsNaN(volume) ? 0 : (long)volume) { Measures = double.IsNaN(volume) ? [] : [new WindowMeasure("volume", volume)] };
}
