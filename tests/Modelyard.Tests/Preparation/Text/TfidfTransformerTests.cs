using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation.Text;

namespace Modelyard.Tests.Preparation.Text;

public sealed class TfidfTransformerTests
{
    public static TheoryData<int> Tables => [.. Enumerable.Range(0, TextOracle.Get("tables").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Weights_of_a_dense_and_of_a_sparse_table_agree_with_scikit_learn(int number)
    {
        JsonElement expected = TextOracle.Get("tables")[number];
        Matrix table = PreparationOracle.Rows(TextOracle.Get("table")), wanted = PreparationOracle.Rows(expected.GetProperty("rows"));
        TfidfTransformer transformer = TextOracle.Weighting(expected.GetProperty("options"));
        Dataset dense = PreparationOracle.Data(table);
        PreparationOracle.Same(wanted, transformer.Fit(dense).Transform(dense).Features, 1e-12, "dense");
        Dataset sparse = dense.WithFeatures(SparseMatrix.From(table), dense.Schema);
        Dataset weighted = transformer.Fit(sparse).Transform(sparse);
        PreparationOracle.Same(wanted, weighted.SparseFeatures.ToDense(), 1e-12, "sparse");
    }

    [Fact]
    public void A_row_of_weight_two_counts_as_two_rows_and_one_of_weight_zero_as_none()
    {
        Matrix table = PreparationOracle.Rows(TextOracle.Get("table"));
        int[] twice = [0, 1, 1, 3];
        Dataset weighted = PreparationOracle.Data(table).Rows([0, 1, 2, 3]).WithWeights([1, 2, 0, 1]);
        Dataset repeated = PreparationOracle.Data(table).Rows(twice);
        Assert.Equal(new TfidfTransformer().Fit(repeated).Weights.ToArray(), new TfidfTransformer().Fit(weighted).Weights.ToArray());
    }
}
