using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

public sealed class SparseMatrixTests
{
    [Fact]
    public void A_dense_matrix_comes_back_from_its_sparse_form()
    {
        Matrix dense = Thin(40, 17, 1);
        var sparse = SparseMatrix.From(dense);

        Assert.Equal(dense.AsSpan().ToArray(), sparse.ToDense().AsSpan().ToArray());
        Assert.Equal(dense.Transpose().AsSpan().ToArray(), sparse.Transpose().ToDense().AsSpan().ToArray());
        Assert.True(sparse.Count < 40 * 17 / 2);
        Assert.Equal(dense[7, 3], sparse[7, 3]);
    }

    [Fact]
    public void A_transpose_asks_every_thousand_rows_or_so_whether_to_go_on()
    {
        int asked = 0;
        SparseMatrix rows = SparseMatrix.From(Thin(10_000, 3, 4));
        Assert.Throws<OperationCanceledException>(() => rows.Transpose(() => _ = ++asked == 5 ? throw new OperationCanceledException() : 0));
        Assert.Equal(5, asked);
    }

    [Fact]
    public void Views_and_chosen_rows_are_those_of_the_dense_matrix()
    {
        Matrix dense = Thin(30, 9, 2);
        var sparse = SparseMatrix.From(dense);
        int[] rows = [4, 4, 29, 0];

        Assert.Equal(dense.RowRange(5, 12).Copy().AsSpan().ToArray(), sparse.RowRange(5, 12).ToDense().AsSpan().ToArray());
        Assert.Equal(dense.SelectRows(rows).AsSpan().ToArray(), sparse.RowRange(0, 30).SelectRows(rows).ToDense().AsSpan().ToArray());
        Assert.Equal(dense.RowRange(5, 12).Copy().Transpose().AsSpan().ToArray(), sparse.RowRange(5, 12).Transpose().ToDense().AsSpan().ToArray());
    }

    [Fact]
    public void Products_are_those_of_the_dense_matrix()
    {
        Matrix dense = Thin(2000, 31, 3);
        var sparse = SparseMatrix.From(dense);
        Matrix right = RandomMatrix.Gaussian(31, 5, 4), left = RandomMatrix.Gaussian(2000, 5, 5);
        Matrix product = new(2000, 5), expected = new(2000, 5), transposed = new(31, 5), other = new(31, 5);

        SparseProduct.Multiply(sparse, right, product, 2);
        MatrixProduct.Multiply(dense, right, expected);
        SparseProduct.MultiplyTransposed(sparse, left, transposed);
        MatrixProduct.Multiply(dense.Transpose(), left, other);

        Assert.Equal(expected.AsSpan().ToArray(), product.AsSpan().ToArray(), (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal(other.AsSpan().ToArray(), transposed.AsSpan().ToArray(), (x, y) => Math.Abs(x - y) < 1e-10);
        SparseProduct.MultiplyTransposed(sparse, left, other, 3);
        Assert.Equal(transposed.AsSpan().ToArray(), other.AsSpan().ToArray());
    }

    [Fact]
    public void Inner_products_are_those_of_the_dense_rows()
    {
        Matrix dense = Thin(20, 40, 6);
        var sparse = SparseMatrix.From(dense);
        for (int i = 0; i < 20; i++)
        {
            double expected = VectorKernels.Dot(dense.Row(i), dense.Row(19 - i));
            Assert.Equal(expected, sparse.Row(i).Dot(dense.Row(19 - i)), 1e-12);
            Assert.Equal(expected, sparse.Row(i).Dot(sparse.Row(19 - i)), 1e-12);
        }
    }

    [Fact]
    public void A_builder_sorts_the_columns_of_a_row_and_sums_what_comes_twice()
    {
        var builder = new SparseMatrixBuilder(6);
        builder.Add(4, 1);
        builder.Add(0, 2);
        builder.Add(4, 3);
        builder.EndRow();
        builder.EndRow();
        builder.Add(5, 7);
        builder.EndRow();

        SparseMatrix matrix = builder.Build();

        Assert.Equal([2, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7], matrix.ToDense().AsSpan().ToArray());
    }

    [Theory]
    [InlineData(new[] { 0, 2 }, new[] { 1, 1 }, "ascend")]
    [InlineData(new[] { 0, 2 }, new[] { 2, 1 }, "ascend")]
    [InlineData(new[] { 0, 2 }, new[] { 0, 3 }, "less than '3'")]
    [InlineData(new[] { 0, 2 }, new[] { -1, 1 }, "ascend")]
    [InlineData(new[] { 0, 1 }, new[] { 0, 1 }, "end at the number")]
    [InlineData(new[] { 0, 3, 2 }, new[] { 0, 1 }, "starts must ascend")]
    public void Arrays_that_describe_no_matrix_are_refused(int[] starts, int[] indices, string message)
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => new SparseMatrix(3, starts, indices, new double[indices.Length]));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    private static Matrix Thin(int rows, int columns, ulong seed)
    {
        var random = new RandomStream(seed);
        var matrix = new Matrix(rows, columns);
        foreach (ref double element in matrix.AsSpan())
        {
            element = random.NextDouble() < 0.2 ? random.NextGaussian() : 0;
        }

        return matrix;
    }
}
