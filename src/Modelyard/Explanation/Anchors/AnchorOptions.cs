namespace Modelyard.Explanation.Anchors;

/// <summary>Represents how sure a rule must be and how it is looked for.</summary>
public sealed record AnchorOptions
{
    /// <summary>Gets the options that are taken unless others are given.</summary>
    public static AnchorOptions Default { get; } = new();

    /// <summary>Gets the share of the rows under a rule that must be predicted alike, greater than 0 and less than 1.</summary>
    public double Precision
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The precision is '{value}' and must be greater than 0 and less than 1.");
    } = 0.95;

    /// <summary>Gets how sure it must be that a rule has the precision, greater than 0 and less than 1.</summary>
    public double Confidence
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The confidence is '{value}' and must be greater than 0 and less than 1.");
    } = 0.95;

    /// <summary>Gets the number of parts into which columns of numbers are cut, 2 or more; the conditions on them are at the cuts. Where no rule of them is precise enough, they are cut three times as finely.</summary>
    public int Bins
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The number of bins is '{value}' and must be 2 or more.");
    } = 4;

    /// <summary>Gets the number of rules that go on from one length to the next, 1 or more.</summary>
    public int BeamWidth
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The width of the beam is '{value}' and must be 1 or more.");
    } = 4;

    /// <summary>Gets the greatest number of conditions of a rule, 1 or more.</summary>
    public int Conditions
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The number of conditions is '{value}' and must be 1 or more.");
    } = 10;

    /// <summary>Gets the number of rows about which the model is asked at most, 1,000 or more.</summary>
    public int Samples
    {
        get;
        init => field = value >= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The number of samples is '{value}' and must be 1000 or more.");
    } = 300_000;

    /// <summary>Gets how far a predicted number may be from the row's to count as alike, 0 or more; null for half the standard deviation of the predictions of the background.</summary>
    public double? Tolerance
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The tolerance is '{value}' and must be 0 or more.");
    }
}
