namespace Modelyard.Trees.Boosting;

/// <summary>Represents a few features whose codes lie side by side, row after row, so that one pass over the rows fills all their histograms.</summary>
/// <param name="Features">The features, in the order of their slots.</param>
/// <param name="Codes">The codes, rows x features.</param>
/// <param name="Offset">The first entry of the group in a histogram.</param>
/// <param name="Stride">The distance between the first entries of two neighbouring slots.</param>
internal sealed record CodeGroup(int[] Features, PinnedArray<byte> Codes, int Offset, int Stride);
