using Modelyard.Probability;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents a figure of a window beside what is usual.</summary>
/// <param name="Name">The figure.</param>
/// <param name="Chance">The chance of it where nothing has changed.</param>
/// <param name="Matters">Whether it differs by as much as matters.</param>
/// <param name="Summary">How it differs, in words.</param>
internal readonly record struct HeldFigure(string Name, double Chance, bool Matters, string Summary)
{
    /// <summary>Says what came of figures together: those that matter and whose adjusted chance is at most the level are found.</summary>
    /// <param name="kind">What was looked at.</param>
    /// <param name="held">The figures.</param>
    /// <param name="level">The level.</param>
    /// <param name="found">What is said before what was found.</param>
    /// <param name="most">The greatest number of figures that are told in words.</param>
    /// <returns>The look.</returns>
    internal static WindowLook Judge(WatchKind kind, IReadOnlyList<HeldFigure> held, double level, string found, int most = int.MaxValue)
    {
        double[] adjusted = [.. MultipleTests.BenjaminiHochberg([.. held.Select(one => one.Chance)])];
        int[] matter = [.. Enumerable.Range(0, held.Count).Where(i => held[i].Matters)], told = [.. matter.Where(i => adjusted[i] <= level).OrderBy(i => held[i].Chance)];
        return new WindowLook(kind, matter.Select(i => adjusted[i]).DefaultIfEmpty(1).Min(), level, told.Length > 0, told.Length == 0 ? "As usual." : $"{found} {string.Join("; ", told.Take(most).Select(i => held[i].Summary))}.")
        {
            Subjects = [.. told.Select(i => held[i].Name)],
        };
    }
}
