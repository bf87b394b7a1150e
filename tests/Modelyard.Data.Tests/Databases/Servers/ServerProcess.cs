using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Modelyard.Data.Tests.Databases;

/// <summary>Starts programs of servers, and ends those that it started by their number.</summary>
internal static class ServerProcess
{
    private const int SigTerm = 15;

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Runs a program to its end; what it says is in the error if it fails.</summary>
    public static void Run(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"'{program}' ended with {process.ExitCode}: {output.Result} {error.Result}");
    }

    /// <summary>Starts a program that goes on; its output is read so that it never waits, and forgotten.</summary>
    public static Process Serve(string program, params string[] arguments)
    {
        Process process = Start(program, arguments);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Waits until something is so.</summary>
    public static void Await(Func<bool> isSo, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{what} did not happen within a minute.");
            Thread.Sleep(50);
        }
    }

    /// <summary>Asks a process to end, and kills it if it does not.</summary>
    public static void Stop(Process process)
    {
        if (process is { HasExited: false })
        {
            Run("/bin/sh", "-c", $"kill -{SigTerm} {process.Id}");
            if (!process.WaitForExit(TimeSpan.FromSeconds(20)))
            {
                process.Kill();
                process.WaitForExit();
            }
        }
    }

    /// <summary>Kills the children of a process at once, then itself, before it could tidy up.</summary>
    public static void Kill(Process process)
    {
        // The server first, so that it cannot send its children away in good order.
        if (process.HasExited)
        {
            return;
        }

        int[] children = [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!)).Where(id => ParentOf(id) == process.Id)];
        process.Kill();
        foreach (int child in children)
        {
            try
            {
                using Process one = Process.GetProcessById(child);
                one.Kill();
            }
            catch (ArgumentException)
            {
                // It ended with its parent.
            }
        }

        process.WaitForExit();
        Await(() => children.All(child => !Directory.Exists($"/proc/{child}") || ParentOf(child) != process.Id), "The end of a killed server");
    }

    private static int ParentOf(int id)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[1]);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static Process Start(string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
        WorkingDirectory = "/",
    })!;
}
