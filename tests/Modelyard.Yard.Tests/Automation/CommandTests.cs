using System.Diagnostics;
using System.Text.Json;
using Modelyard.Lifecycle.Automation;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Lifecycle.Tests.Automation;

public sealed class CommandTests : TestYard
{
    private const string Hostile = "'; touch pwned; echo $(touch pwned) `touch pwned` \"&& touch pwned\n|touch pwned %PATH% \0";

    [Fact]
    public void A_command_is_told_the_facts_and_what_it_says_is_kept()
    {
        Execution execution = Carry(RuleCommand.OfShell("cat; echo; echo \"$MODELYARD_SEVERITY of $MODELYARD_MODEL\" >&2"), "usage has moved");
        Assert.Equal((ExecutionState.Done, 0), (execution.State, execution.Result!.ExitCode));
        Assert.Contains("critical of churn", execution.Result.Output, StringComparison.Ordinal);
        JsonElement told = JsonDocument.Parse(execution.Result.Output.Split('\n').First(line => line.StartsWith('{'))).RootElement;
        Assert.Equal(("usage has moved", "daily", execution.Id), (told.GetProperty("summary").GetString(), told.GetProperty("monitor").GetString(), told.GetProperty("execution").GetInt64()));
    }

    [Fact]
    public void Hostile_texts_of_an_alarm_are_texts_and_no_commands()
    {
        string folder = Directory.CreateDirectory(PathOf("at")).FullName;
        Execution execution = Carry(RuleCommand.OfShell($"cd '{folder}' && printf '%s' \"$MODELYARD_SUMMARY\" > summary && printf '%s' \"$MODELYARD_COLUMNS\" > columns"), Hostile);
        Assert.Equal(ExecutionState.Done, execution.State);
        Assert.Equal(Hostile.Replace("\0", "", StringComparison.Ordinal), File.ReadAllText(Path.Combine(folder, "summary")));
        Assert.Equal(["columns", "summary"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());

        // Arguments are handed over as they are, without a shell in between.
        execution = Carry(new RuleCommand(["printf", "%s", "$(touch pwned) * ~"]), Hostile);
        Assert.Equal("$(touch pwned) * ~", execution.Result!.Output);
        Assert.DoesNotContain("<script", ExecutionReport.Page(execution with { Facts = execution.Facts with { Summary = "<script>" } }).ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_fails_takes_too_long_or_is_not_there_is_told()
    {
        Execution execution = Carry(RuleCommand.OfShell("echo gone wrong; exit 3"), "x");
        Assert.Equal((ExecutionState.Failed, 3, "gone wrong\n"), (execution.State, execution.Result!.ExitCode, execution.Result.Output));
        Assert.Contains("exit code 3", execution.Told, StringComparison.Ordinal);
        Assert.Contains("did not start", Carry(new RuleCommand([PathOf("none")]), "x").Told, StringComparison.Ordinal);

        string pid = PathOf("pid");
        execution = Carry(RuleCommand.OfShell($"sleep 60 & echo $! > '{pid}'; echo so far; wait"), "x", TimeSpan.FromMilliseconds(500));
        Assert.Equal(ExecutionState.Failed, execution.State);
        Assert.Contains("took longer than 00:00:00.5", execution.Told, StringComparison.Ordinal);
        Assert.Contains("so far", execution.Told, StringComparison.Ordinal);

        // What it started ends with it.
        Assert.True(SpinWait.SpinUntil(() => !IsAlive(int.Parse(File.ReadAllText(pid))), TimeSpan.FromSeconds(10)));

        static bool IsAlive(int id)
        {
            try
            {
                using var process = Process.GetProcessById(id);
                return !process.HasExited;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    [Fact]
    public void The_end_of_much_output_is_kept()
    {
        Execution execution = Carry(RuleCommand.OfShell("head -c 300000 /dev/zero | tr '\\0' a; echo end"), "x");
        Assert.InRange(execution.Result!.Output.Length, 60_000, 70_000);
        Assert.EndsWith("aend\n", execution.Result.Output, StringComparison.Ordinal);
        Assert.StartsWith("…", execution.Result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_end_of_the_program_interrupts_a_command()
    {
        Begin("x");
        Yard.Automations.Add(new AutomationRule("rule", "daily") { Command = new RuleCommand(["sleep", "60"]) });
        Yard.Automations.Enqueue("rule", "Ann");
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        Assert.Equal(ExecutionState.Interrupted, Yard.Automations.RunNext(cancellationToken: stop.Token)!.State);
        Assert.Null(Yard.Automations.RunNext());
    }

    private Execution Carry(RuleCommand command, string summary, TimeSpan? limit = null)
    {
        Begin(summary);
        string name = $"rule-{Yard.Automations.List().Count}";
        Yard.Automations.Add(new AutomationRule(name, "daily") { Command = command, TimeLimit = limit ?? TimeSpan.FromMinutes(1) });
        Yard.Automations.Enqueue(name, "Ann");
        return Yard.Automations.RunNext()!;
    }

    /// <summary>Makes an alarm whose text is what it is said to be, as texts of the data get into it.</summary>
    private void Begin(string summary)
    {
        if (Yard.Monitors.List().Count == 0)
        {
            new ServedModel(Yard, YardFolder).Train().Log(0, isTurned: false);
            new ServedModel(Yard, YardFolder).Watch();
        }

        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(YardFolder, "yard.db")}");
        connection.Open();
        using Microsoft.Data.Sqlite.SqliteCommand insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO alarms (monitor, severity, state, since, until, windows, summary, columns, silenced) VALUES ('daily', 'Critical', 'Open', 1, 2, 1, ?1, ?2, 0);";
        insert.Parameters.AddWithValue("?1", summary);
        insert.Parameters.AddWithValue("?2", MonitorJson.Text([summary]));
        insert.ExecuteNonQuery();
    }
}
