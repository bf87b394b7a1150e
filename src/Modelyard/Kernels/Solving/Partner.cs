namespace Modelyard.Kernels.Solving;

/// <summary>Represents the best partner found for a variable.</summary>
internal struct Partner
{
    /// <summary>The partner that is no partner yet.</summary>
    public static Partner None => new() { Fall = double.NegativeInfinity, Place = -1, Lowest = double.PositiveInfinity };

    /// <summary>Gets or sets twice the fall of the objective.</summary>
    public double Fall { get; set; }

    /// <summary>Gets or sets the place of the partner.</summary>
    public int Place { get; set; }

    /// <summary>Gets or sets the lowest score that is not barred.</summary>
    public double Lowest { get; set; }
}
