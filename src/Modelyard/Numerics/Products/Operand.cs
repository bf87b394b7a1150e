namespace Modelyard.Numerics.Products;

/// <summary>Represents a matrix in memory that does not move: element (i, j) lies at <c>Data[i * RowStep + j * ColumnStep]</c>.</summary>
/// <param name="Data">The address of the first element.</param>
/// <param name="RowStep">The distance between neighbouring rows.</param>
/// <param name="ColumnStep">The distance between neighbouring columns.</param>
internal readonly unsafe record struct Operand(nint Data, nint RowStep, nint ColumnStep)
{
    /// <summary>Gets the address of an element.</summary>
    public double* At(nint row, nint column) => (double*)Data + (row * RowStep) + (column * ColumnStep);

    /// <summary>Creates the operand of a matrix, transposed or not.</summary>
    public static Operand Of(double* data, int stride, bool transpose) =>
        transpose ? new Operand((nint)data, 1, stride) : new Operand((nint)data, stride, 1);

    /// <summary>Gets the operand of the transpose, of the same elements.</summary>
    public Operand Transpose() => new(Data, ColumnStep, RowStep);
}
