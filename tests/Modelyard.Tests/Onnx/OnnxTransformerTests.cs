using Modelyard.Conformance;
using Modelyard.Decomposition;
using Modelyard.Kernels.Approximation;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;
using Modelyard.Preparation.Outliers;
using Modelyard.Preparation.Text;

namespace Modelyard.Tests.Onnx;

[Collection(OnnxRuntime.Name)]
public sealed class OnnxTransformerTests(OnnxRuntime runtime)
{
    private static readonly Dictionary<string, ITransformer> s_transformers = new()
    {
        ["parts of dates"] = new DateParts(),
        ["cycles of dates"] = new DateCycles(),
        ["imputer"] = new Imputer(),
        ["imputer without indicators"] = new Imputer { Strategy = ImputeStrategy.Mean, Indicator = false },
        ["standard scaler"] = new StandardScaler(),
        ["range scaler"] = new MinMaxScaler(),
        ["greatest scaler"] = new MaxAbsScaler(),
        ["robust scaler"] = new RobustScaler(),
        ["capped values"] = new OutlierTreatment { Columns = ["amount", "width"], Lower = 0.2, Upper = 0.7 },
        ["winsorised values"] = new OutlierTreatment { Action = OutlierAction.Winsorise, Method = OutlierMethod.InterquartileRange, Sides = OutlierSides.Upper, Upper = 0.2 },
        ["quantiles"] = new QuantileScaler(),
        ["few quantiles"] = new QuantileScaler { Landmarks = 7 },
        ["one-hot"] = new OneHotEncoder(),
        ["one-hot with rare levels"] = new OneHotEncoder { RareShare = 0.24 },
        ["ordinal"] = new OrdinalEncoder(),
        ["target"] = new TargetEncoder(),
        ["bins"] = new KBinsDiscretizer(),
        ["numbered bins"] = new KBinsDiscretizer { Bins = 12, Placement = KnotPlacement.Uniform, Encoding = BinEncoding.Ordinal },
        ["squares"] = new PolynomialFeatures { Columns = ["amount", "length", "width"] },
        ["cubes"] = new PolynomialFeatures { Columns = ["amount", "width"], Degree = 3, Bias = true },
        ["interactions"] = new PolynomialFeatures { Columns = ["amount", "length", "width"], Degree = 3, InteractionOnly = true },
        ["powers of Yeo and Johnson"] = new PowerTransformer { Columns = ["amount", "length", "width"] },
        ["level splines"] = new SplineFeatures { Columns = ["amount", "length"] },
        ["straight splines"] = new SplineFeatures { Columns = ["amount"], Extrapolation = SplineExtrapolation.Linear, Placement = KnotPlacement.Quantile, Bias = false },
        ["splines that go on"] = new SplineFeatures { Columns = ["width"], Degree = 2, Extrapolation = SplineExtrapolation.Continue },
    };

    public static TheoryData<string> Transformers => [.. s_transformers.Keys];

    [Theory]
    [MemberData(nameof(Transformers))]
    public void Every_step_of_preparation_is_alike_in_ONNX_Runtime(string name)
    {
        ITransformer transformer = s_transformers[name];
        Dataset data = SampleData.For(transformer, 150);
        if (transformer.Traits.MissingValues)
        {
            for (int row = 0; row < data.RowCount; row += 7)
            {
                data.Features.Row(row)[row % data.FeatureCount] = double.NaN;
            }
        }

        OnnxAgreement.Assert(runtime, transformer.Fit(data, FitContext.Default), HostileRows.Of(data, transformer.Traits.MissingValues));
    }

    [Fact]
    public void Powers_of_positive_numbers_are_alike_in_ONNX_Runtime()
    {
        Dataset data = SampleData.WithNumeric(SampleData.For(new StandardScaler(), 150), 3, (row, column) => Math.Exp(((row * 37 % 150) - 75) / (20.0 * (column + 1))));
        OnnxAgreement.Assert(runtime, new PowerTransformer { Method = PowerMethod.BoxCox }.Fit(data, FitContext.Default), HostileRows.Of(data, missing: true));
    }

    [Fact]
    public void Approximations_of_kernels_are_alike_in_ONNX_Runtime()
    {
        Dataset data = SampleData.WithNumeric(SampleData.For(new StandardScaler(), 150), 3, (row, column) => Math.Sin((row * (column + 1)) + column));
        OnnxAgreement.Assert(runtime, new Nystroem { Components = 20 }.Fit(data, FitContext.Default), HostileRows.Of(data, missing: false, far: 5));
        OnnxAgreement.Assert(runtime, new RandomFourierFeatures { Components = 30 }.Fit(data, FitContext.Default), HostileRows.Of(data, missing: false, far: 5));
    }

    [Fact]
    public void Chosen_and_reduced_features_are_alike_in_ONNX_Runtime()
    {
        Dataset data = SampleData.For(new SelectBest(), 150);
        OnnxAgreement.Assert(runtime, new SelectBest { Count = 2 }.Fit(data, FitContext.Default), data.Features);
        OnnxAgreement.Assert(runtime, new TruncatedSvd { Components = 2 }.Fit(data, FitContext.Default), data.Features);
    }

    [Theory]
    [InlineData(TermNorm.L2, true)]
    [InlineData(TermNorm.L1, false)]
    [InlineData(TermNorm.None, true)]
    public void Weights_of_terms_are_alike_in_ONNX_Runtime(TermNorm norm, bool sublinear)
    {
        Dataset counts = SampleData.WithNumeric(SampleData.For(new StandardScaler(), 60), 8, (row, column) => Math.Max(0, ((row * 7) + (column * column)) % 9 - 5));
        OnnxAgreement.Assert(runtime, new TfidfTransformer { Norm = norm, Sublinear = sublinear }.Fit(counts, FitContext.Default), HostileRows.Of(counts, missing: false, far: 0));
    }

    [Fact]
    public void The_calendar_is_alike_over_all_its_years()
    {
        var moments = new List<double> { double.NaN, -62_135_596_800, -62_135_596_801, 253_402_300_799, 253_402_300_800, -0.25, 0.75, 951_782_399.5 };
        for (int year = 1; year < 10_000; year += year is > 1890 and < 2110 ? 1 : 97)
        {
            foreach ((int month, int day) in ((int, int)[])[(1, 1), (2, 28), (3, 1), (12, 31), (7, 17)])
            {
                moments.Add((new DateTime(year, month, day, year % 24, year % 60, year % 59, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalSeconds);
            }
        }

        var rows = new Matrix([.. moments], moments.Count, 1);
        var model = new DatePartsModel(new FeatureSchema(new Feature("when", FeatureKind.Timestamp)), [(1 << DatePartsModel.PartCount) - 1]);
        OnnxAgreement.Assert(runtime, model, rows, relative: 0);
        OnnxAgreement.Assert(runtime, new DateCyclesModel(model.Features, [63], [TimeFences.None]), rows);
        OnnxAgreement.Assert(runtime, new DateCyclesModel(model.Features, [63], [new TimeFences(0, 2e9)]), rows);
    }
}
