namespace Modelyard.Numerics;

/// <summary>Represents one row of a sparse matrix: the columns that are stored, in ascending order, and their elements.</summary>
/// <param name="indices">The zero-based columns, ascending.</param>
/// <param name="values">One element for each of them.</param>
public readonly ref struct SparseRow(ReadOnlySpan<int> indices, ReadOnlySpan<double> values)
{
    /// <summary>Gets the zero-based columns that are stored, ascending.</summary>
    public ReadOnlySpan<int> Indices { get; } = indices;

    /// <summary>Gets the elements of these columns.</summary>
    public ReadOnlySpan<double> Values { get; } = values;

    /// <summary>Gets the number of stored elements.</summary>
    public int Count => Indices.Length;

    /// <summary>Computes the sum of squares of the elements.</summary>
    public double SquaredNorm => VectorKernels.Dot(Values, Values);

    /// <summary>Computes the inner product with a dense vector.</summary>
    /// <param name="vector">One number for each column of the matrix.</param>
    /// <returns>The sum of products.</returns>
    public double Dot(ReadOnlySpan<double> vector)
    {
        // Four sums break the chain of additions; their order is fixed, so that the result is too.
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i <= Indices.Length - 4; i += 4)
        {
            s0 += Values[i] * vector[Indices[i]];
            s1 += Values[i + 1] * vector[Indices[i + 1]];
            s2 += Values[i + 2] * vector[Indices[i + 2]];
            s3 += Values[i + 3] * vector[Indices[i + 3]];
        }

        for (; i < Indices.Length; i++)
        {
            s0 += Values[i] * vector[Indices[i]];
        }

        return (s0 + s1) + (s2 + s3);
    }

    /// <summary>Computes the inner product with another sparse row.</summary>
    /// <param name="other">A row of as many columns.</param>
    /// <returns>The sum of products over the columns that both store.</returns>
    public double Dot(SparseRow other)
    {
        double sum = 0;
        int i = 0, j = 0;
        while (i < Indices.Length && j < other.Indices.Length)
        {
            int difference = Indices[i] - other.Indices[j];
            if (difference == 0)
            {
                sum += Values[i++] * other.Values[j++];
            }
            else if (difference < 0)
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return sum;
    }

    /// <summary>Adds a multiple of the row to a dense vector.</summary>
    /// <param name="factor">What the elements are multiplied by.</param>
    /// <param name="vector">One number for each column of the matrix; receives the sums.</param>
    public void AddTo(double factor, Span<double> vector)
    {
        for (int i = 0; i < Indices.Length; i++)
        {
            vector[Indices[i]] += factor * Values[i];
        }
    }

    /// <summary>Writes the row as a dense one.</summary>
    /// <param name="row">Receives the elements, 0 where none is stored.</param>
    public void CopyTo(Span<double> row)
    {
        row.Clear();
        for (int i = 0; i < Indices.Length; i++)
        {
            row[Indices[i]] = Values[i];
        }
    }
}
