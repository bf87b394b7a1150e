namespace Modelyard.Numerics.Factorization;

/// <summary>Represents the rotation that turns (x, z) into (length, 0): <c>c x + s z = length</c> and <c>c z − s x = 0</c>.</summary>
internal readonly ref struct PlaneRotation
{
    /// <summary>Initializes the rotation of a pair of numbers.</summary>
    public PlaneRotation(double x, double z)
    {
        if (z == 0)
        {
            (Cosine, Sine, Length) = (1, 0, x);
            return;
        }

        double scale = Math.Max(Math.Abs(x), Math.Abs(z));
        double length = scale is > 1e-140 and < 1e140
            ? Math.Sqrt((x * x) + (z * z))
            : scale * Math.Sqrt((x / scale * (x / scale)) + (z / scale * (z / scale)));
        (Cosine, Sine, Length) = (x / length, z / length, length);
    }

    /// <summary>Gets the cosine of the angle.</summary>
    public double Cosine { get; }

    /// <summary>Gets the sine of the angle.</summary>
    public double Sine { get; }

    /// <summary>Gets the length of the pair.</summary>
    public double Length { get; }
}
