namespace Modelyard.Evaluation;

/// <summary>Represents how far apart a classifier treats groups in one respect.</summary>
/// <param name="Name">The name, as in <c>equal opportunity</c>.</param>
/// <param name="Meaning">What is compared, in a few words.</param>
/// <param name="Value">The greatest rate of a group less the least.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end of the interval.</param>
/// <param name="PValue">The chance of a gap as great if groups were drawn at random from rows that are alike in this respect.</param>
/// <param name="Lowest">The group with the least rate.</param>
/// <param name="Highest">The group with the greatest rate.</param>
public sealed record FairnessGap(string Name, string Meaning, double Value, double Low, double High, double PValue, string Lowest, string Highest);
