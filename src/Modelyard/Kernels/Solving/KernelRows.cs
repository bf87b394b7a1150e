using Modelyard.Kernels.Similarity;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Solving;

/// <summary>Gives rows of the kernel matrix of one problem, cut down to the rows that the problem still works with.</summary>
/// <remarks>The rows of a problem are numbered from 0; those it still works with, the active ones, are in ascending order.</remarks>
internal abstract class KernelRows
{
    private const int RowsBetweenChecks = 4096;

    private readonly int[] _rows;
    private readonly float[] _diagonal;
    private int[]? _before;

    /// <summary>Initializes with all rows active.</summary>
    /// <param name="elements">What gives the elements.</param>
    /// <param name="rows">The rows of the problem among those of the elements.</param>
    /// <param name="check">Ends the work by an exception; null for no check.</param>
    private protected KernelRows(IKernelElements elements, int[] rows, Action? check)
    {
        Source = elements;
        _rows = rows;
        Active = [.. Enumerable.Range(0, rows.Length)];
        Columns = rows;
        _diagonal = new float[rows.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            if (row % RowsBetweenChecks == 0)
            {
                check?.Invoke();
            }

            _diagonal[row] = elements.Own(rows[row]);
        }
    }

    /// <summary>Gets a value indicating whether every row that was computed once stays: leaving rows out of the search for a while then saves less than computing their scores anew costs.</summary>
    public virtual bool AreKept => false;

    /// <summary>Gets the number of rows of the problem.</summary>
    public int Count => _rows.Length;

    /// <summary>Gets the active rows of the problem.</summary>
    public int[] Active { get; private set; }

    /// <summary>Gets the length of a row of the kernel matrix: the number of active rows, padded to whole vectors.</summary>
    public int Width => KernelMatrix.Pad(Active.Length);

    /// <summary>Gets the active rows among those of the elements.</summary>
    private protected int[] Columns { get; private set; }

    private protected IKernelElements Source { get; }

    /// <summary>Chooses how rows are given: from the whole matrix if there is one, else computed when asked for and kept as memory allows.</summary>
    /// <param name="compared">The rows that are compared.</param>
    /// <param name="matrix">Their kernel matrix, or null.</param>
    /// <param name="rows">The rows of the problem among them.</param>
    /// <param name="bytes">The memory for rows that are kept.</param>
    /// <param name="check">Ends the work by an exception; null for no check.</param>
    public static KernelRows Of(ComparedRows compared, KernelMatrix? matrix, int[] rows, long bytes, Action? check = null) =>
        matrix is null ? new CachedKernelRows(compared, rows, bytes, check) : new StoredKernelRows(matrix, rows, check);

    /// <summary>Gets the element of the diagonal.</summary>
    public float Diagonal(int row) => _diagonal[row];

    /// <summary>Gets a row; the one before it stays valid, older ones may be overwritten.</summary>
    /// <param name="row">A row of the problem.</param>
    /// <returns>Its similarity to each active row, padded with zeros to <see cref="Width"/>.</returns>
    public ReadOnlySpan<float> Row(int row)
    {
        if (_before is { } before)
        {
            _before = null;
            Columns = Array.ConvertAll(Active, own => _rows[own]);
            Reshaped(before);
        }

        return ActiveRow(row);
    }

    /// <summary>Changes which rows are active; what that costs is paid when the next row is asked for.</summary>
    /// <param name="active">The rows of the problem that will be, ascending.</param>
    public void Reshape(int[] active)
    {
        _before ??= Active;
        Active = active;
    }

    /// <summary>Computes the sum over similarities to some rows.</summary>
    /// <param name="row">The row of the problem whose similarities are summed.</param>
    /// <param name="others">The others, as <see cref="Places"/> gives them.</param>
    /// <param name="factors">What each similarity is multiplied by.</param>
    /// <param name="scratch">One element for each of the others.</param>
    public double Sum(int row, int[] others, double[] factors, float[] scratch)
    {
        Source.Elements(_rows[row], others, scratch);
        return SingleKernels.Dot(factors, scratch);
    }

    /// <summary>Computes the sum over similarities in double precision.</summary>
    /// <param name="row">The row of the problem whose similarities are summed.</param>
    /// <param name="others">The others, as <see cref="Places"/> gives them.</param>
    /// <param name="factors">What each similarity is multiplied by.</param>
    /// <param name="scratch">One element for each of the others.</param>
    public double Sum(int row, int[] others, double[] factors, double[] scratch)
    {
        Source.Elements(_rows[row], others, scratch);
        return VectorKernels.Dot(factors, scratch);
    }

    /// <summary>Finds rows of the problem among those of the elements, as <see cref="Sum(int, int[], double[], float[])"/> wants them.</summary>
    public int[] Places(int[] rows) => Array.ConvertAll(rows, row => _rows[row]);

    private protected int Place(int row) => _rows[row];

    private protected abstract ReadOnlySpan<float> ActiveRow(int row);

    private protected abstract void Reshaped(int[] before);
}
