using System.Collections.Frozen;

namespace Modelyard.Catalogue;

/// <summary>Names the paper or book that each estimator of the catalogue follows.</summary>
internal static class EstimatorSources
{
    private const string Mccullagh = "McCullagh and Nelder (1989), Generalized Linear Models";
    private const string Selecting = "Kohavi and John (1997), Wrappers for Feature Subset Selection, Artificial Intelligence 97; Ambroise and McLachlan (2002), Selection Bias in Gene Extraction, PNAS 99(10)";
    private const string Stacking = "Wolpert (1992), Stacked Generalization, Neural Networks 5(2)";
    private const string Blending = "Töscher, Jahrer and Bell (2009), The BigChaos Solution to the Netflix Grand Prize";
    private const string Boosting = "Friedman (2001), Greedy Function Approximation: A Gradient Boosting Machine, Annals of Statistics 29(5); by histograms as Ke et al. (2017), LightGBM, NeurIPS";
    private const string Cart = "Breiman, Friedman, Olshen and Stone (1984), Classification and Regression Trees";
    private const string ExtraTrees = "Geurts, Ernst and Wehenkel (2006), Extremely Randomized Trees, Machine Learning 63";
    private const string Forests = "Breiman (2001), Random Forests, Machine Learning 45";
    private const string Bagging = "Breiman (1996), Bagging Predictors, Machine Learning 24; Ho (1998), The Random Subspace Method, IEEE TPAMI 20(8)";
    private const string Neighbors = "Cover and Hart (1967), Nearest Neighbor Pattern Classification, IEEE Transactions on Information Theory 13(1)";
    private const string NuMachines = "Schölkopf, Smola, Williamson and Bartlett (2000), New Support Vector Algorithms, Neural Computation 12";
    private const string Descent = "Bottou (2012), Stochastic Gradient Descent Tricks; Kingma and Ba (2015), Adam, ICLR";

    private static readonly FrozenDictionary<string, string> Sources = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["BaselineClassifier"] = "Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 2.4",
        ["BaselineRegressor"] = "Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 2.4",
        ["LogisticRegression"] = "Nocedal and Wright (2006), Numerical Optimization, chapters 6 and 7; Friedman, Hastie and Tibshirani (2010), Journal of Statistical Software 33(1)",
        ["LinearRegression"] = "Björck (1996), Numerical Methods for Least Squares Problems",
        ["Ridge"] = "Hoerl and Kennard (1970), Ridge Regression, Technometrics 12(1)",
        ["Lasso"] = "Tibshirani (1996), Regression Shrinkage and Selection via the Lasso, JRSS B 58(1)",
        ["ElasticNet"] = "Zou and Hastie (2005), Regularization and Variable Selection via the Elastic Net, JRSS B 67(2)",
        ["SgdClassifier"] = Descent,
        ["SgdRegressor"] = Descent,
        ["PoissonRegression"] = Mccullagh + ", chapter 6",
        ["GammaRegression"] = Mccullagh + ", chapter 8",
        ["TweedieRegression"] = "Jørgensen (1987), Exponential Dispersion Models, JRSS B 49(2)",
        ["BinomialRegression"] = Mccullagh + ", chapter 4",
        ["HuberRegression"] = "Huber and Ronchetti (2009), Robust Statistics, 2nd edition, section 7.7",
        ["QuantileRegression"] = "Koenker and Bassett (1978), Regression Quantiles, Econometrica 46(1); Portnoy and Koenker (1997), Statistical Science 12(4)",
        ["IsotonicRegression"] = "Barlow, Bartholomew, Bremner and Brunk (1972), Statistical Inference under Order Restrictions",
        ["GradientBoostingClassifier"] = Boosting,
        ["GradientBoostingRegressor"] = Boosting,
        ["ExtraTreesClassifier"] = ExtraTrees,
        ["ExtraTreesRegressor"] = ExtraTrees,
        ["RandomForestClassifier"] = Forests,
        ["RandomForestRegressor"] = Forests,
        ["DecisionTreeClassifier"] = Cart,
        ["DecisionTreeRegressor"] = Cart,
        ["AdaBoostClassifier"] = "Freund and Schapire (1997), JCSS 55(1); for several classes Zhu, Zou, Rosset and Hastie (2009), Multi-class AdaBoost, Statistics and Its Interface 2",
        ["AdaBoostRegressor"] = "Drucker (1997), Improving Regressors Using Boosting Techniques, ICML",
        ["IsolationForest"] = "Liu, Ting and Zhou (2008), Isolation Forest, ICDM; Hariri, Carrasco Kind and Brunner (2019), Extended Isolation Forest, IEEE TKDE 33(4)",
        ["Svc"] = "Cortes and Vapnik (1995), Support-Vector Networks, Machine Learning 20; Fan, Chen and Lin (2005), Working Set Selection Using Second Order Information, JMLR 6",
        ["NuSvc"] = NuMachines,
        ["LinearSvc"] = "Hsieh, Chang, Lin, Keerthi and Sundararajan (2008), A Dual Coordinate Descent Method for Large-scale Linear SVM, ICML",
        ["Svr"] = "Drucker, Burges, Kaufman, Smola and Vapnik (1996), Support Vector Regression Machines, NIPS",
        ["NuSvr"] = NuMachines,
        ["LinearSvr"] = "Ho and Lin (2012), Large-scale Linear Support Vector Regression, JMLR 13",
        ["OneClassSvm"] = "Schölkopf, Platt, Shawe-Taylor, Smola and Williamson (2001), Estimating the Support of a High-Dimensional Distribution, Neural Computation 13",
        ["GaussianNaiveBayes"] = "Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 6.6.3",
        ["MultinomialNaiveBayes"] = "Manning, Raghavan and Schütze (2008), Introduction to Information Retrieval, section 13.2",
        ["ComplementNaiveBayes"] = "Rennie, Shih, Teevan and Karger (2003), Tackling the Poor Assumptions of Naive Bayes Text Classifiers, ICML",
        ["BernoulliNaiveBayes"] = "Manning, Raghavan and Schütze (2008), Introduction to Information Retrieval, section 13.3",
        ["CategoricalNaiveBayes"] = "Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 6.6.3",
        ["KNeighborsClassifier"] = Neighbors,
        ["KNeighborsRegressor"] = Neighbors,
        ["RadiusNeighborsClassifier"] = "Fix and Hodges (1951), Discriminatory Analysis, Nonparametric Discrimination, USAF School of Aviation Medicine",
        ["RadiusNeighborsRegressor"] = "Nadaraya (1964), On Estimating Regression, Theory of Probability and its Applications 9(1)",
        ["CalibratedClassifier"] = "Niculescu-Mizil and Caruana (2005), Predicting Good Probabilities with Supervised Learning, ICML; Kull, Silva Filho and Flach (2017), Beta Calibration, AISTATS",
        ["ConformalClassifier"] = "Sadinle, Lei and Wasserman (2019), Least Ambiguous Set-Valued Classifiers with Bounded Error Levels, JASA 114; Romano, Sesia and Candes (2020), Classification with Valid and Adaptive Coverage, NeurIPS",
        ["ConformalRegressor"] = "Barber, Candes, Ramdas and Tibshirani (2021), Predictive Inference with the Jackknife+, Annals of Statistics 49; Romano, Patterson and Candes (2019), Conformalized Quantile Regression, NeurIPS",
        ["SelectingClassifier"] = Selecting,
        ["SelectingRegressor"] = Selecting,
        ["OneVsRest"] = "Rifkin and Klautau (2004), In Defense of One-Vs-All Classification, JMLR 5",
        ["OneVsOne"] = "Hastie and Tibshirani (1998), Classification by Pairwise Coupling, Annals of Statistics 26(2)",
        ["OutputCodes"] = "Dietterich and Bakiri (1995), Solving Multiclass Learning Problems via Error-Correcting Output Codes, JAIR 2",
        ["BaggingClassifier"] = Bagging,
        ["BaggingRegressor"] = Bagging,
        ["VotingClassifier"] = "Kittler, Hatef, Duin and Matas (1998), On Combining Classifiers, IEEE TPAMI 20(3)",
        ["VotingRegressor"] = "Perrone and Cooper (1993), When Networks Disagree: Ensemble Methods for Hybrid Neural Networks",
        ["StackingClassifier"] = Stacking,
        ["StackingRegressor"] = Stacking,
        ["BlendingClassifier"] = Blending,
        ["BlendingRegressor"] = Blending,
        ["MultiLabelClassifier"] = "Tsoumakas and Katakis (2007), Multi-Label Classification: An Overview, IJDWM 3(3)",
        ["ClassifierChain"] = "Read, Pfahringer, Holmes and Frank (2011), Classifier Chains for Multi-label Classification, Machine Learning 85(3)",
        ["MultiOutputRegressor"] = "Borchani, Varando, Bielza and Larrañaga (2015), A Survey on Multi-output Regression, WIREs Data Mining and Knowledge Discovery 5(5)",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    internal static string Of(string estimator) => Sources.GetValueOrDefault(estimator, "");
}
