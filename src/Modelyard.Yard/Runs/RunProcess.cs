using System.ComponentModel;
using System.Diagnostics;

namespace Modelyard.Lifecycle;

/// <summary>Represents the process that carries a run out, so that its death can be seen.</summary>
internal readonly record struct RunProcess(string Machine, long Id, long Started)
{
    // The start is derived from the clock, which may be set; a number that was given anew differs by far more.
    private static readonly long s_tolerance = TimeSpan.FromSeconds(5).Ticks;

    internal static RunProcess Current { get; } = FindCurrent();

    internal bool IsDead()
    {
        if (Machine != Environment.MachineName)
        {
            return false;
        }

        try
        {
            using Process process = Process.GetProcessById((int)Id);
            return process.HasExited || Math.Abs(process.StartTime.ToUniversalTime().Ticks - Started) > s_tolerance;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static RunProcess FindCurrent()
    {
        using var process = Process.GetCurrentProcess();
        return new RunProcess(Environment.MachineName, Environment.ProcessId, process.StartTime.ToUniversalTime().Ticks);
    }
}
