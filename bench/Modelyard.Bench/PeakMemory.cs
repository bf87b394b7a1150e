using System.Globalization;

namespace Modelyard.Bench;

/// <summary>Watches how much memory the process holds at most while it does a piece of work once: what is worked on counts, and the runtime too.</summary>
public static class PeakMemory
{
    /// <summary>Gets or sets a value indicating whether memory is measured, and times are of no account.</summary>
    public static bool IsAsked { get; set; }

    /// <summary>Gets the megabytes that the process held at most during the last work; null if the system does not tell.</summary>
    public static double? Megabytes { get; private set; }

    /// <summary>Does a piece of work.</summary>
    /// <param name="action">The work.</param>
    public static void Watch(Action action)
    {
        const string Label = "VmHWM:";
        if (!OperatingSystem.IsLinux())
        {
            action();
            return;
        }

        // Linux forgets the peak so far; what was left behind by the preparation goes first, as it would in time.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        File.WriteAllText("/proc/self/clear_refs", "5");
        action();
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(Label, StringComparison.Ordinal));
        Megabytes = double.Parse(line[Label.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture) / 1024;
    }
}
