using System.Globalization;
using Microsoft.Data.Sqlite;
using Modelyard.Lifecycle.Challengers;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle.Automation;

/// <summary>Carries executions out, one at a time in a yard.</summary>
internal sealed class ExecutionRun(Database database, Yard yard)
{
    // Whether a process on another machine lives cannot be seen: it has its time, and a day more.
    private static readonly TimeSpan s_grace = TimeSpan.FromDays(1);

    internal Execution? RunNext(int? threads, CancellationToken cancellation)
    {
        if (database.Read(connection => connection.Scalar("SELECT 1 FROM executions WHERE state IN ('Queued', 'Running') LIMIT 1;")) is null || database.Write(Take) is not { } execution)
        {
            return null;
        }

        try
        {
            if (execution.Rule.Command is not null)
            {
                ExecutionResult result = CommandRun.RunAsync(execution, cancellation).GetAwaiter().GetResult();
                bool isWell = result.ExitCode == 0;
                End(execution.Id, isWell ? ExecutionState.Done : ExecutionState.Failed, isWell ? "The command ended well." : $"The command ended with the exit code {result.ExitCode}.", result);
            }
            else
            {
                Retrain(execution, threads, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            End(execution.Id, ExecutionState.Interrupted, "The program that carried it out was stopped.", null);
        }
        catch (ModelyardException fault)
        {
            End(execution.Id, ExecutionState.Failed, fault.Message, null);
        }
        catch
        {
            End(execution.Id, ExecutionState.Failed, "A fault of the program ended it.", null);
            throw;
        }

        return yard.Automations.Show(execution.Id);
    }

    /// <summary>Tells executions whose process died as interrupted, and takes the next one unless another is being carried out.</summary>
    private static Execution? Take(SqliteConnection connection)
    {
        DateTime now = DateTime.UtcNow;
        bool isBusy = false;
        foreach ((Execution running, RunProcess process) in ExecutionRows.Running(connection))
        {
            if (process.IsDead() || (process.Machine != RunProcess.Current.Machine && now - running.Started > running.Rule.TimeLimit + s_grace))
            {
                Write(connection, running.Id, ExecutionState.Interrupted, "Its process ended before it did. To carry it out again: modelyard automation run " + running.Rule.Name, null);
            }
            else
            {
                isBusy = true;
            }
        }

        if (isBusy || connection.Scalar("SELECT MIN(id) FROM executions WHERE state = 'Queued';") is not long id)
        {
            return null;
        }

        RunProcess own = RunProcess.Current;
        connection.Run("UPDATE executions SET state = 'Running', started = ?2, machine = ?3, process = ?4, process_started = ?5 WHERE id = ?1;", id, now.Ticks, own.Machine, own.Id, own.Started);
        return ExecutionRows.Require(connection, id);
    }

    private void Retrain(Execution execution, int? threads, CancellationToken cancellation)
    {
        RetrainingPlan plan = execution.Rule.Retraining!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(execution.Rule.TimeLimit);
        var job = new ChallengerJob(yard, execution.Facts.Model!, plan with { Threads = plan.Threads ?? threads }, $"modelyard automation run {execution.Rule.Name}");
        job.Run((connection, outcome) => Conclude(connection, execution, outcome), null, limit.Token, cancellation);
    }

    /// <summary>Ends the execution in the transaction that registers the challenger.</summary>
    private static void Conclude(SqliteConnection connection, Execution execution, ChallengerOutcome outcome)
    {
        string challenger = outcome.Challenger.Reference, reasons = string.Join(' ', outcome.Decision.Reasons);
        (ExecutionState state, string told) = outcome.Decision.Outcome switch
        {
            PromotionOutcome.Promote => (ExecutionState.Promoted, $"'{challenger}' was promoted: {reasons} To go back: modelyard models alias {outcome.Champion.Reference} champion"),
            PromotionOutcome.Keep => (ExecutionState.Kept, $"'{outcome.Champion.Reference}' stays in production. {reasons}"),
            _ => (ExecutionState.Waiting, string.Create(CultureInfo.InvariantCulture, $"The challenger '{challenger}' waits for approval: modelyard automation approve {execution.Id}. {reasons}")),
        };
        connection.Run("UPDATE executions SET champion = ?2, challenger = ?3 WHERE id = ?1;", execution.Id, outcome.Champion.Version, outcome.Challenger.Version);
        if (state is ExecutionState.Promoted or ExecutionState.Kept)
        {
            connection.Run("UPDATE executions SET decided = ?2, decided_by = 'rule' WHERE id = ?1;", execution.Id, DateTime.UtcNow.Ticks);
        }

        string? digest = connection.Scalar("SELECT data_digest FROM runs WHERE id = ?1;", outcome.Challenger.RunId) as string;
        var result = new ExecutionResult
        {
            Run = outcome.Challenger.RunId,
            Recipe = outcome.Recipe.ToJson(),
            Data = outcome.Data,
            Digest = digest,
            Rows = outcome.Rows,
            Comparison = outcome.Comparison,
            Decision = outcome.Decision,
        };
        if (!Write(connection, execution.Id, state, told, result))
        {
            throw new YardException($"The execution '{execution.Id}' was ended from elsewhere; its challenger is not registered.");
        }
    }

    private void End(long id, ExecutionState state, string told, ExecutionResult? result) => database.Write(connection => Write(connection, id, state, told, result));

    /// <summary>Ends an execution that is being carried out, and has channels told of it.</summary>
    private static bool Write(SqliteConnection connection, long id, ExecutionState state, string told, ExecutionResult? result)
    {
        bool isOurs = connection.Run(
            "UPDATE executions SET state = ?2, ended = ?3, told = ?4, result = ?5 WHERE id = ?1 AND state = 'Running';", id, state.ToString(), DateTime.UtcNow.Ticks, told, result is null ? null : ExecutionJson.Write(result)) == 1;
        if (isOurs)
        {
            ExecutionTelling.Announce(connection, ExecutionRows.Require(connection, id));
        }

        return isOurs;
    }
}
