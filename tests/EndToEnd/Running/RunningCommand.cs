using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace EndToEnd.Running;

/// <summary>Represents the command as a process: the very one that is shipped, with its streams caught. Disposing ends it.</summary>
public sealed class RunningCommand : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private bool _isDisposed;

    private RunningCommand(Process process) => _process = process;

    /// <summary>Starts the command in a folder.</summary>
    /// <param name="folder">The working directory.</param>
    /// <param name="environment">Environment variables to set.</param>
    /// <param name="args">The words after 'modelyard'.</param>
    public static RunningCommand Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

        // A test run in the background ignores interrupts, and its children would too.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", dotnet, Path.Combine(AppContext.BaseDirectory, "modelyard-cli.dll"), .. args])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string name in (string[])["MODELYARD_YARD", "MODELYARD_TOKEN", "DOTNET_PROCESSOR_COUNT"])
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        var running = new RunningCommand(process);
        process.OutputDataReceived += (_, line) => Append(running._output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(running._error, line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return running;
    }

    /// <summary>Waits for the end of the process, which must come in time.</summary>
    public async Task<CommandResult> WaitAsync(TimeSpan limit)
    {
        using var late = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException fault)
        {
            throw new TimeoutException($"The command did not end within {limit.TotalSeconds:0} s.\n{Text(_output)}\n{Text(_error)}", fault);
        }

        return new CommandResult(_process.ExitCode, Text(_output), Text(_error));
    }

    /// <summary>Waits until the process has written something, to either stream.</summary>
    public async Task<string> UntilAsync(string text, TimeSpan limit)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            string written = Text(_output) + Text(_error);
            if (written.Contains(text, StringComparison.Ordinal))
            {
                return written;
            }

            Assert.False(_process.HasExited || Stopwatch.GetElapsedTime(start) > limit, $"The command never wrote '{text}':\n{written}");
            await Task.Delay(20);
        }
    }

    /// <summary>Sends what Ctrl-C sends.</summary>
    public void Interrupt() => Assert.Equal(0, Kill(_process.Id, 2));

    /// <summary>Asks the process to end.</summary>
    public void Terminate() => Assert.Equal(0, Kill(_process.Id, 15));

    /// <summary>Ends the process as a power cut would.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
