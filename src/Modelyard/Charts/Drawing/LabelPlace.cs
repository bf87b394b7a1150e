namespace Modelyard.Charts.Drawing;

/// <summary>Represents where a label may stand: the point of its baseline that its anchor names.</summary>
internal readonly record struct LabelPlace(double X, double Baseline, TextAnchor Anchor = TextAnchor.Start);
