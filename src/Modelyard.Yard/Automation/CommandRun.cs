using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Modelyard.Frames.Validation.Checks;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Lifecycle.Automation;

/// <summary>Starts the command of a rule, within a bounded time, and keeps the end of what it says.</summary>
internal static class CommandRun
{
    private const int MostBytes = 64 << 10;
    private const int MostVariable = 8000;

    /// <summary>Runs a command to its end.</summary>
    /// <param name="execution">The execution.</param>
    /// <param name="cancellation">Ends the command.</param>
    /// <returns>The exit code and what it said.</returns>
    /// <exception cref="YardException">It did not start, or took too long.</exception>
    internal static async Task<ExecutionResult> RunAsync(Execution execution, CancellationToken cancellation)
    {
        RuleCommand command = execution.Rule.Command!;
        var start = new ProcessStartInfo(command.Arguments[0], command.Arguments.Skip(1)) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in Variables(execution))
        {
            start.Environment[name] = value;
        }

        Process process;
        try
        {
            process = Process.Start(start) ?? throw new YardException($"The command '{command.Arguments[0]}' did not start.");
        }
        catch (Win32Exception fault)
        {
            throw new YardException($"The command '{command.Arguments[0]}' did not start: {fault.Message}. Give the full path of the program.", fault);
        }

        using (process)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(execution.Rule.TimeLimit);
            var output = new OutputTail(MostBytes);
            try
            {
                Task read = Task.WhenAll(output.ReadAsync(process.StandardOutput.BaseStream, limit.Token), output.ReadAsync(process.StandardError.BaseStream, limit.Token));
                await TellAsync(process, execution, limit.Token).ConfigureAwait(false);
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
                await read.ConfigureAwait(false);
                return new ExecutionResult { ExitCode = process.ExitCode, Output = output.Text };
            }
            catch (OperationCanceledException fault) when (!cancellation.IsCancellationRequested)
            {
                throw new YardException($"The command '{command.Arguments[0]}' took longer than {FreshnessCheck.Spoken(execution.Rule.TimeLimit)} and was ended.{(output.Text.Length > 0 ? $" It said: {output.Text}" : "")}", fault);
            }
            finally
            {
                // What it started may live on and hold its output open; all of it ends.
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Lists what a command is told by its environment. A text cannot hold the character 0 there.</summary>
    internal static IEnumerable<(string Name, string Value)> Variables(Execution execution)
    {
        ExecutionFacts facts = execution.Facts;
        (string, string)[] told =
        [
            ("MODELYARD_AUTOMATION", execution.Rule.Name),
            ("MODELYARD_EXECUTION", execution.Id.ToString(CultureInfo.InvariantCulture)),
            ("MODELYARD_ALARM", facts.Alarm?.ToString(CultureInfo.InvariantCulture) ?? ""),
            ("MODELYARD_MONITOR", facts.Monitor),
            ("MODELYARD_MODEL", facts.Model ?? ""),
            ("MODELYARD_SEVERITY", facts.Severity.ToString().ToLowerInvariant()),
            ("MODELYARD_SINCE", facts.Since.ToString("O", CultureInfo.InvariantCulture)),
            ("MODELYARD_UNTIL", facts.Until.ToString("O", CultureInfo.InvariantCulture)),
            ("MODELYARD_WINDOWS", facts.Windows.ToString(CultureInfo.InvariantCulture)),
            ("MODELYARD_SUMMARY", facts.Summary),
            ("MODELYARD_COLUMNS", string.Join('\n', facts.Columns)),
        ];
        return told.Select(one => (one.Item1, one.Item2.Replace("\0", "", StringComparison.Ordinal) is { Length: > MostVariable } text ? text[..MostVariable] : one.Item2.Replace("\0", "", StringComparison.Ordinal)));
    }

    private static async Task TellAsync(Process process, Execution execution, CancellationToken cancellation)
    {
        string json = MonitorJson.Text(writer =>
        {
            writer.WriteString("automation", execution.Rule.Name);
            writer.WriteNumber("execution", execution.Id);
            ExecutionJson.Write(writer, execution.Facts);
        });
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(json), cancellation).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A program need not read what it is given.
        }
    }

    /// <summary>Keeps the last bytes of what is said by several streams.</summary>
    private sealed class OutputTail(int most)
    {
        private readonly Lock _gate = new();
        private readonly List<byte> _bytes = [];
        private bool _isCut;

        internal string Text
        {
            get
            {
                lock (_gate)
                {
                    return (_isCut ? "…" : "") + Encoding.UTF8.GetString([.. _bytes]);
                }
            }
        }

        internal async Task ReadAsync(Stream stream, CancellationToken cancellation)
        {
            byte[] block = new byte[4096];
            while (await stream.ReadAsync(block, cancellation).ConfigureAwait(false) is > 0 and var length)
            {
                lock (_gate)
                {
                    _bytes.AddRange(block.AsSpan(0, length));
                    if (_bytes.Count > most)
                    {
                        _isCut = true;
                        _bytes.RemoveRange(0, _bytes.Count - most);
                    }
                }
            }
        }
    }
}
