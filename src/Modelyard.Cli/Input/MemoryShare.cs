namespace Modelyard.Cli;

/// <summary>Tells how much memory a part of a command may take where the process has little.</summary>
internal static class MemoryShare
{
    /// <summary>Gets the memory that each of some parts may take, in bytes: an eighth of what the process may have for all of them, as what grows is held twice, beside a table's chunks.</summary>
    /// <param name="most">The most that is wanted.</param>
    /// <param name="parts">The number of parts.</param>
    internal static long Of(long most, int parts = 1)
    {
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return available <= 0 ? most : Math.Clamp(available / 8 / Math.Max(1, parts), 1, most);
    }
}
