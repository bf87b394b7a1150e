namespace Modelyard.Explanation.Anchors;

/// <summary>Represents a rule that is being tried out.</summary>
/// <param name="conditions">The places of its conditions, ascending.</param>
/// <param name="sources">For each column of the conditions the rows of the background for which they hold.</param>
/// <param name="coverage">The share of the background for which all of them hold.</param>
internal sealed class AnchorCandidate(int[] conditions, AnchorSource[] sources, double coverage)
{
    internal int[] Conditions { get; } = conditions;

    internal AnchorSource[] Sources { get; } = sources;

    internal double Coverage { get; } = coverage;

    /// <summary>Gets a name that no other rule has.</summary>
    internal string Key { get; } = string.Join(',', conditions);

    /// <summary>Gets or sets the number of rows that were sampled.</summary>
    internal int Samples { get; set; }

    /// <summary>Gets or sets how many of them are predicted alike.</summary>
    internal int Alike { get; set; }

    internal double Precision => Samples == 0 ? 0 : (double)Alike / Samples;
}
