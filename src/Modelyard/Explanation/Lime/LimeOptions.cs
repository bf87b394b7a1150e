namespace Modelyard.Explanation.Lime;

/// <summary>Represents how a local explanation samples rows, weighs them and chooses columns.</summary>
public sealed record LimeOptions
{
    /// <summary>Gets the options that are taken unless others are given.</summary>
    public static LimeOptions Default { get; } = new();

    /// <summary>Gets the number of rows that are sampled, 10 or more.</summary>
    public int Samples
    {
        get;
        init => field = value >= 10 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The number of samples is '{value}' and must be 10 or more.");
    } = 5000;

    /// <summary>Gets the greatest number of columns or words in an explanation, 1 or more.</summary>
    public int Columns
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The number of columns is '{value}' and must be 1 or more.");
    } = 10;

    /// <summary>Gets how columns are chosen.</summary>
    public LimeSelection Selection { get; init; }

    /// <summary>Gets how columns of numbers are varied.</summary>
    public LimeNumbers Numbers { get; init; }

    /// <summary>Gets the distance at which a row weighs exp(-1/2), greater than 0; null for 0.75 √columns, or for 0.25 of the cosine distance where words are explained.</summary>
    public double? KernelWidth
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The width of the kernel is '{value}' and must be greater than 0.");
    }

    /// <summary>Gets the weight of the L2 penalty on the weights, 0 or more.</summary>
    public double Penalty
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The penalty is '{value}' and must be 0 or more.");
    } = 1;
}
