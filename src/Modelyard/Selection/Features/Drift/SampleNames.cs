namespace Modelyard.Selection.Features;

/// <summary>Represents what a sample is called in a sentence.</summary>
/// <param name="Within">As in "median 3 in train".</param>
/// <param name="Of">As in "are 5 % of train".</param>
internal sealed record SampleNames(string Within, string Of)
{
    internal static readonly SampleNames Train = new("in train", "of train");

    internal static readonly SampleNames Test = new("in test", "of test");

    internal static readonly SampleNames Reference = new("in the reference", "of the reference");

    internal static readonly SampleNames Now = new("now", "now");
}
